from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "fortell.config"
    label = "config"

    def ready(self) -> None:
        import_module("fortell.config.timetable")
        import_module("fortell.config.places")
