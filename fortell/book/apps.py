from importlib import import_module

from django.apps import AppConfig


class BookConfig(AppConfig):
    name = "fortell.book"
    label = "book"

    def ready(self) -> None:
        for module in ("rules", "data", "deeds", "jobs", "listening", "beside_the_chat"):
            import_module(f"fortell.book.{module}")
