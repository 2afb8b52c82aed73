from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "fortell.people"
    label = "people"

    def ready(self) -> None:
        import_module("fortell.people.rules")
        import_module("fortell.people.data")
        import_module("fortell.people.archiving")
        import_module("fortell.people.deeds")
        import_module("fortell.people.accounts.letters")
