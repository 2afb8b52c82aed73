from importlib import import_module

from django.apps import AppConfig


class StoryConfig(AppConfig):
    name = "fortell.story"
    label = "story"

    def ready(self) -> None:
        import_module("fortell.story.rules")
        import_module("fortell.story.data")
        import_module("fortell.story.listening")
        import_module("fortell.story.archiving")
        import_module("fortell.story.deeds")
        import_module("fortell.story.jobs")
        import_module("fortell.story.posting")
