"""The few things every template may use."""

from django import template

register = template.Library()


@register.filter
def named(names: dict[str, str], key: object) -> str:
    """The name under a key, or nothing: `{{ page.names|named:sentence.by }}`."""
    return names.get(str(key), "")
