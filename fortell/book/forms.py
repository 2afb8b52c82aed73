from django import forms


class PassageForm(forms.Form):
    """A passage's text as a person wants it. Empty is allowed: it takes the passage out of the book."""

    text = forms.CharField(required=False, max_length=50_000)
    version = forms.IntegerField()
    mine = forms.BooleanField(required=False)  # she saw which words were not said, and wants them
