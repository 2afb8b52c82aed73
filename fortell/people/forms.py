from django import forms
from django.conf import settings


class LinkForm(forms.Form):
    token = forms.CharField(max_length=200)


class WordForm(forms.Form):
    word = forms.CharField(max_length=200, strip=True)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    next = forms.CharField(max_length=500, required=False)
