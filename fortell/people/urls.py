from django.urls import path

from fortell.people import views

app_name = "people"
urlpatterns = [
    path("open/", views.link, name="link"),
    path("language/", views.language, name="language"),
    path("tell/<slug:code>/check/", views.check, name="storyteller-check"),
    path("family/<slug:code>/check/", views.check, name="family-check"),
]
