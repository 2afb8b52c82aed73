from django.urls import path

from fortell.people import views
from fortell.people.accounts import views as accounts
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
    path("tell/<slug:code>/keep/", accounts.keep, name="storyteller-keep"),
    path("tell/<slug:code>/keep/ending/", accounts.letting_go, name="storyteller-letting-go"),
    path("family/<slug:code>/keep/", accounts.keep, name="family-keep"),
    path("family/<slug:code>/keep/ending/", accounts.letting_go, name="family-letting-go"),
    path("login/", accounts.login, name="login"),
    path("login/code/", accounts.code, name="code"),
    path("home/", accounts.home, name="home"),
    path("home/data/", accounts.data, name="account-data"),
    path("home/erasure/", accounts.erasure, name="account-erasure"),
    path("home/leaving/", accounts.leaving, name="leaving"),
    path("home/everywhere/", accounts.everywhere, name="everywhere"),
    path("home/places/<uuid:place>/", accounts.place, name="place"),
    path("home/places/<uuid:place>/ending/", accounts.place_ending, name="place-ending"),
    path("home/sessions/<uuid:session>/ending/", accounts.session_ending, name="session-ending"),
]
