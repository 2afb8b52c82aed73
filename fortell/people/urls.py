from django.urls import path

from fortell.people import views
from fortell.people.notice import views as notice

app_name = "people"
urlpatterns = [
    path("open/", views.link, name="link"),
    path("privacy", notice.current, name="notice"),
    path("privacy/history", notice.history, name="notice-history"),
    path("privacy/history/<int:version>", notice.as_published, name="notice-version"),
    path("privacy/history/<int:version>/changes", notice.changes, name="notice-changes"),
    path("privacy/<slug:language>", notice.current, name="notice-in"),
    path("tell/<slug:code>/notice/", notice.seen, name="storyteller-notice-seen"),
    path("family/<slug:code>/notice/", notice.seen, name="family-notice-seen"),
    path("app/", views.start, name="start"),
    path("tell/<slug:code>/app/", views.app_code, name="app-code"),
    path("language/", views.language, name="language"),
    path("tell/<slug:code>/check/", views.check, name="storyteller-check"),
    path("family/<slug:code>/link/", views.storytellers_link, name="storytellers-link"),
    path("family/<slug:code>/link/closing/", views.closing, name="closing"),
    path("family/<slug:code>/check/", views.check, name="family-check"),
]
