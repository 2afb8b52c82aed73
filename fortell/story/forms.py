from typing import Any, get_args

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from fortell.story.album import day_of
from fortell.story.interviewer import MATTERS
from fortell.story.language import has_word, phases
from fortell.story.models import MailAddress, Turn
from fortell.story.naming import Choice, How, Living, Naming

OWN_WORDS = 5  # more in one line is a sentence, and no question would hold all of it
_NO_ADDRESS = _("This does not look like an e-mail address. Please look at it once more.")
QUESTION_CHARACTERS = 300  # some forty words: what can be asked in one breath


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


class AddressForm(forms.Form):
    address = forms.EmailField(
        max_length=254,  # RFC 5321, 4.5.3.1.3
        error_messages={"required": _NO_ADDRESS, "invalid": _NO_ADDRESS, "max_length": _NO_ADDRESS},
    )


class HowOftenForm(forms.Form):
    often = forms.ChoiceField(choices=MailAddress.Often)
    weekday = forms.TypedChoiceField(choices=[(day, day) for day in range(7)], coerce=int)


class CorrectionForm(forms.Form):
    text = forms.CharField(
        max_length=settings.FORTELL.limits.answer_characters,
        error_messages={
            "required": _("The answer would be empty. You can keep it to yourself instead, and nobody sees it."),
            "max_length": _("That is a long story, longer than fits in one answer. Please send it in two parts."),
        },
    )


class NamingForm(forms.Form):
    """What she chooses for one person: one spelling a line, and other names that are the same person's."""

    person = forms.UUIDField(required=False)
    spellings = forms.CharField(
        max_length=1000, error_messages={"required": _("Write the name as you write it in your story.")}
    )
    like = forms.MultipleChoiceField(required=False)
    how = forms.ChoiceField(choices=[(how, how) for how in get_args(How)])
    instead = forms.CharField(required=False, max_length=100)
    living = forms.ChoiceField(required=False, choices=[(living, living) for living in get_args(Living)])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["like"].choices = [(name, name) for name in data.getlist("like")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("how") in {"role", "pseudonym"} and "spellings" in cleaned:
            if not cleaned.get("instead"):
                self.add_error("instead", _("Write what should stand there instead."))
            elif Naming((Choice(spellings=self._names(), how="out"),), "en").touches(cleaned["instead"]):
                self.add_error("instead", _("That still says the name."))
        return cleaned

    def chosen(self) -> Choice:
        """Raises KeyError on a form with errors."""
        how: Any = self.cleaned_data["how"]
        instead = self.cleaned_data["instead"] if how in {"role", "pseudonym"} else ""
        living: Any = self.cleaned_data["living"] or "unknown"
        return Choice(spellings=self._names(), how=how, instead=instead, living=living)

    def _names(self) -> tuple[str, ...]:
        lines = [*self.cleaned_data["spellings"].splitlines(), *self.cleaned_data.get("like", [])]
        return tuple(dict.fromkeys(name for line in lines if (name := " ".join(line.split()))))


class OffLimitsForm(forms.Form):
    """What she is never asked about: boxes that she ticked, and words of her own, one entry a line."""

    chosen = forms.MultipleChoiceField(
        required=False,
        choices=[
            *((f"matter:{name}", name) for name in MATTERS),
            *((f"phase:{phase.id}", phase.id) for phase in phases()),
        ],
    )
    own = forms.CharField(
        required=False,
        max_length=2000,
        error_messages={"max_length": _("That is more than fits here. A word or a name on each line is enough.")},
    )

    def clean_own(self) -> tuple[str, ...]:
        lines = dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["own"].splitlines())
        own = tuple(line for line in lines if has_word(line))
        if any(len(line.split()) > OWN_WORDS for line in own):
            raise forms.ValidationError(
                _("Please write a name, a place or a few words on each line. Whole sentences we can’t recognise.")
            )
        return own

    def entries(self) -> list[str]:
        """Raises KeyError on a form with errors."""
        return [*self.cleaned_data["chosen"], *(f"say:{line}" for line in self.cleaned_data["own"])]


class PhotoForm(forms.Form):
    """What she says of a photo."""

    caption = forms.CharField(required=False, max_length=500)
    year = forms.CharField(required=False)
    month = forms.CharField(required=False)
    day = forms.CharField(required=False)
    place = forms.CharField(required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            cleaned["taken"] = day_of(**{part: cleaned.get(part, "") for part in ("year", "month", "day")})
        except ValueError:
            self.add_error("year", _("There is no such day. The year alone, as 1974, is enough."))
        return cleaned

    def said(self) -> dict[str, str]:
        """As `describe_photo` takes it. Raises KeyError on a form with errors."""
        return {name: self.cleaned_data[kept] for name, kept in (("caption",) * 2, ("day", "taken"), ("place",) * 2)}


class LeavingForm(forms.Form):
    """How she leaves a question; `family`: she puts it off, for one that somebody of the family wrote."""

    outcome = forms.ChoiceField(choices=[(outcome, outcome) for outcome in ("skipped", "later", "refused", "family")])

    def chosen(self) -> Turn.Outcome:
        return Turn.Outcome.LATER if self.of_family() else Turn.Outcome(self.cleaned_data["outcome"])

    def of_family(self) -> bool:
        return bool(self.cleaned_data["outcome"] == "family")


class FamilyQuestionForm(forms.Form):
    """What somebody of the family would like to ask, and of which part of her life it is, if they know."""

    text = forms.CharField(
        max_length=QUESTION_CHARACTERS,
        error_messages={
            "required": _("There is no question yet. Write what you would like to know."),
            "max_length": _("That is long for one question. Please say it in %(limit_value)d characters or fewer."),
        },
    )
    phase = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anywhere = ("", _("No part in particular"))
        of_life = [(phase.id, phase.names[language]) for phase in phases()]
        self.fields["phase"] = forms.ChoiceField(required=False, choices=[anywhere, *of_life])

    def clean_text(self) -> str:
        """On one line, and one thing at a time: two questions in one leave her to choose which to answer."""
        text = " ".join(self.cleaned_data["text"].split())
        if text.rstrip("?! ").count("?"):
            raise forms.ValidationError(
                _("There is more than one question in it. Ask one thing here, and write the next one afterwards.")
            )
        return text

    def fault(self) -> str:
        return next((str(error) for errors in self.errors.values() for error in errors), "")
