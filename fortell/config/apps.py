from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "fortell.config"
    label = "config"
