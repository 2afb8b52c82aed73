from django.apps import AppConfig


class KeystoreConfig(AppConfig):
    name = "fortell.privacy.keystore"
    label = "keystore"
