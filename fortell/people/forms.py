from django import forms
from django.conf import settings

from fortell.kit.ids import typed


class LinkForm(forms.Form):
    token = forms.CharField(max_length=400)
    word = forms.CharField(max_length=200, required=False, strip=True)

    def clean_token(self) -> str:
        """The token alone, also where the whole link was put in."""
        return typed(str(self.cleaned_data["token"]).rpartition("#")[2])


class WordForm(forms.Form):
    word = forms.CharField(max_length=200, strip=True)


class CardForm(forms.Form):
    asks_word = forms.BooleanField(required=False)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    next = forms.CharField(max_length=500, required=False)
