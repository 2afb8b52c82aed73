"""What makes her page an app: the manifest, the worker that serves it without a line, and the page it then serves."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation

from fortell.people.guard import Asked, guarded
from fortell.people.permissions import Action

ICONS = {"192x192": "kit/icon-192.png", "512x512": "kit/icon-512.png"}


@guarded(Action.PUBLIC)
def offline(request: Asked, language: str) -> HttpResponse:
    """The page without anybody's words, as her browser keeps it; scripts fill in what is kept on the device."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        return render(request, "story/offline.html", {"largest": settings.UPLOAD_BYTES, "home": ""})


@guarded(Action.PUBLIC)
def worker(request: Asked) -> HttpResponse:
    return render(request, "story/worker.js", content_type="text/javascript")


@guarded(Action.PUBLIC)
def manifest(_request: Asked) -> HttpResponse:
    icons = [{"src": static(path), "sizes": size, "type": "image/png"} for size, path in ICONS.items()]
    facts = {
        "name": "Fortell",
        "short_name": "Fortell",
        "id": "/app/",
        "start_url": "/app/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#FBF7F0",
        "theme_color": "#FBF7F0",
        "icons": icons,
    }
    return JsonResponse(facts, content_type="application/manifest+json")
