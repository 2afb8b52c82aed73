from django import template

from fortell.orders import wording

register = template.Library()
register.filter("spoken", wording.spoken)
register.filter("product_called", wording.product_called)
register.filter("country_called", wording.country_called)
register.filter("state_called", wording.state_called)
register.filter("step_called", wording.step_called)


@register.simple_tag
def tax_called(permille: int, ground: str) -> str:
    return wording.tax_called(permille, ground)
