from importlib import import_module

from django.apps import AppConfig


class EgressConfig(AppConfig):
    name = "fortell.privacy.egress"
    label = "egress"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("fortell.privacy.egress.data")
        import_module("fortell.privacy.egress.deeds")
        from fortell.privacy.egress.starting import watch_the_way_out

        watch_the_way_out()
