from django import forms


class EmailForm(forms.Form):
    email = forms.EmailField(max_length=254)

    def clean_email(self) -> str:
        """As it is looked up: in small letters, its domain as mail servers write it. Raises ValidationError."""
        name, _at, domain = str(self.cleaned_data["email"]).lower().rpartition("@")
        try:
            return f"{name}@{domain.encode('idna').decode()}"
        except UnicodeError as error:
            raise forms.ValidationError("no such domain") from error


class CodeForm(forms.Form):
    asking = forms.CharField(max_length=100)
    code = forms.CharField(max_length=40, required=False)

    def clean_code(self) -> str:
        """The digits alone: letters show them in two groups."""
        return "".join(sign for sign in str(self.cleaned_data["code"]) if sign.isdigit())


class DeletionForm(forms.Form):
    sure = forms.BooleanField()
