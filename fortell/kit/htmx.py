from django.http import HttpRequest


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page rather than the browser for a whole one."""
    return request.headers.get("HX-Request") == "true"
