from django.urls import include, path

from fortell.config import views
from fortell.privacy.archive.form import SCHEMA

urlpatterns = [
    path("", views.front, name="front"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path(f"schema/{SCHEMA}", views.archive_form, name="archive-form"),
    path("transfer/<str:ticket>", views.take_in, name="take-in"),
    path("transfer/<str:ticket>/receipt", views.receipt_again, name="receipt-again"),
    path("", include("fortell.people.urls")),
    path("", include("fortell.story.urls")),
    path("", include("fortell.book.urls")),
    path("", include("fortell.orders.urls")),
]
handler404 = "fortell.config.errors.not_found"
handler500 = "fortell.config.errors.broken"
handler400 = "fortell.config.errors.bad_request"
handler403 = "fortell.config.errors.expired"
