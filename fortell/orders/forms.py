from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fortell.orders.addresses import COUNTRIES, LONGEST, Address, postcode
from fortell.orders.wording import country_called

MOST_COPIES = 50
MOST_ADDRESSES = 10
WRONG = {
    "required": _("This is needed."),
    "max_length": _("This is too long."),
    "invalid_choice": _("Please choose one of these."),
    "invalid": _("Please give a whole number."),
    "min_value": _("At least one copy."),
    "max_value": _("At most %(limit_value)s copies to one address."),
}


def _text(name: str, label: Any, autocomplete: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input", "autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=LONGEST[name], strip=True, error_messages=WRONG, widget=widget)


class AddressForm(forms.Form):
    """Where one parcel goes, and how many copies are in it."""

    name = _text("name", _("Name"), "name")
    street = _text("street", _("Street and number"), "street-address")
    postcode = _text("postcode", _("Post code"), "postal-code")
    town = _text("town", _("Town"), "address-level2")
    country = forms.ChoiceField(label=_("Country"), error_messages=WRONG)
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=MOST_COPIES, initial=1, error_messages=WRONG)

    def __init__(self, *args: Any, countries: tuple[str, ...] = COUNTRIES, **more: Any) -> None:
        super().__init__(*args, **more)
        country, copies = self.fields["country"], self.fields["copies"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [(code, country_called(code)) for code in countries]
        country.widget.attrs["class"] = copies.widget.attrs["class"] = "input"
        country.widget.attrs["autocomplete"] = "country"
        copies.widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if {"postcode", "country"} <= set(found):
            written = postcode(found["postcode"], found["country"])
            if written is None:
                self.add_error("postcode", _("That is no post code of this country."))
            found["postcode"] = written
        return found

    @property
    def address(self) -> Address:
        return Address(**{name: str(self.cleaned_data[name]) for name in (*LONGEST, "country")})


class OrderForm(forms.Form):
    """What is ordered. `name`: made with the page, so that sending it twice orders once."""

    name = forms.UUIDField()
    product = forms.ChoiceField(error_messages=WRONG)
    addresses = forms.IntegerField(min_value=1, max_value=MOST_ADDRESSES)
    terms = forms.BooleanField(required=False)

    def __init__(self, *args: Any, products: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        product = self.fields["product"]
        assert isinstance(product, forms.ChoiceField)
        product.choices = products
