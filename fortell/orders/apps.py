from importlib import import_module

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "fortell.orders"
    label = "orders"

    def ready(self) -> None:
        for module in ("rules", "data", "deeds", "archiving", "jobs", "beside_the_edition"):
            import_module(f"fortell.orders.{module}")
