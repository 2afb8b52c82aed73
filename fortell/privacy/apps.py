from importlib import import_module

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "fortell.privacy"
    label = "privacy"

    def ready(self) -> None:
        import_module("fortell.privacy.data")
        import_module("fortell.privacy.foreign")
        import_module("fortell.privacy.retention.ledgers")
        import_module("fortell.privacy.deeds")
        import_module("fortell.privacy.own_places")
