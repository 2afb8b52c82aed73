from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from fortell.story.models import Turn


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files under one name; a list, empty where there are none."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [found for one in data or [] if (found := super(FilesField, self).clean(one, initial))]


class AnswerForm(forms.Form):
    """Words, a recording, photos, or several of these."""

    delivery = forms.UUIDField()
    text = forms.CharField(
        required=False,
        max_length=settings.FORTELL.limits.answer_characters,
        error_messages={
            "max_length": _("That is a long story, longer than fits in one answer. Please send it in two parts.")
        },
    )
    photo = FilesField(
        required=False,
        allow_empty_file=True,
        error_messages={"invalid": _("The photo did not arrive whole. Please choose it again.")},
    )
    caption = forms.CharField(required=False, max_length=500)  # one for each photo, in their order
    recording = forms.FileField(
        required=False,
        allow_empty_file=True,
        error_messages={"invalid": _("The recording did not arrive whole. Please send it again.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(given) for given in ("text", "photo", "recording")):
            raise forms.ValidationError(
                _("There is nothing in the answer yet. Say or write a few words, or add a photo.")
            )
        return cleaned

    def new_photos(self) -> list[tuple[bytes, str]]:
        """The bytes of each photo with its caption."""
        captions = [caption[:500] for caption in self.data.getlist("caption")]  # type: ignore[attr-defined]
        photos: list[Any] = self.cleaned_data["photo"]
        return [(photo.read(), captions[place] if place < len(captions) else "") for place, photo in enumerate(photos)]

    def new_recording(self) -> bytes | None:
        """The bytes of the recording, if there is one."""
        upload = self.cleaned_data["recording"]
        return upload.read() if upload else None


class CorrectionForm(forms.Form):
    text = forms.CharField(
        max_length=settings.FORTELL.limits.answer_characters,
        error_messages={
            "required": _("The answer would be empty. You can keep it to yourself instead, and nobody sees it."),
            "max_length": _("That is a long story, longer than fits in one answer. Please send it in two parts."),
        },
    )


class LeavingForm(forms.Form):
    outcome = forms.ChoiceField(choices=[(outcome, outcome) for outcome in ("skipped", "later", "refused")])

    def chosen(self) -> Turn.Outcome:
        return Turn.Outcome(self.cleaned_data["outcome"])
