from django import forms

from fortell.book.ordering import DOWN, UP
from fortell.gateways.model import WISHES
from fortell.story.models import Memoir


class PassageForm(forms.Form):
    """A passage's text as a person wants it. Empty is allowed: it takes the passage out of the book."""

    text = forms.CharField(required=False, max_length=50_000)
    version = forms.IntegerField()
    both = forms.BooleanField(required=False)  # behind what somebody else saved meanwhile
    mine = forms.BooleanField(required=False)  # she saw which words were not said, and wants them


class WishForm(forms.Form):
    """A passage as it stands in the field, and what a language model is asked to make of it."""

    text = forms.CharField(max_length=5_000)
    version = forms.IntegerField()
    wish = forms.ChoiceField(choices=[(wish, wish) for wish in WISHES])


class DialForm(forms.Form):
    """How much the book cleans up."""

    dial = forms.ChoiceField(choices=Memoir.Dial.choices)


class MoveForm(forms.Form):
    """Which way something moves: one place up or one place down."""

    step = forms.TypedChoiceField(choices=[(UP, "up"), (DOWN, "down")], coerce=int)


class HeadingForm(forms.Form):
    """A chapter's heading; empty leaves it to the draft."""

    title = forms.CharField(required=False, max_length=120)


class SceneForm(forms.Form):
    """Two answers, and whether they tell the same."""

    first = forms.UUIDField()
    second = forms.UUIDField()
    say = forms.ChoiceField(choices=[(said, said) for said in ("together", "apart", "open")])

    @property
    def pair(self) -> tuple[str, str]:
        return str(self.cleaned_data["first"]), str(self.cleaned_data["second"])


class PutBackForm(forms.Form):
    """One of the machine's changes, by its place in the passage as she saw it."""

    sentence = forms.IntegerField(min_value=0)
    change = forms.IntegerField(min_value=0)
    version = forms.IntegerField()


class ListedForm(forms.Form):
    """Whether it was put back from the list of all changes, and in which chapter's part of it."""

    listed = forms.IntegerField(min_value=1)


class ChapterForm(forms.Form):
    """Which chapter's part of a list is shown, counted from one."""

    chapter = forms.IntegerField(min_value=1)


class EarlierForm(forms.Form):
    """Which page of the history: changes numbered below this."""

    below = forms.IntegerField(required=False, min_value=0)


class UndoForm(forms.Form):
    """How far back: only what one change touched, or the whole book."""

    whole = forms.BooleanField(required=False)
