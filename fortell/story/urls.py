from django.urls import path

from fortell.story import views

app_name = "story"
urlpatterns = [
    path("tell/<slug:code>/", views.tell, name="tell"),
    path("tell/<slug:code>/consent/", views.consent_page, name="consent"),
    path("tell/<slug:code>/copy/", views.copy, name="copy"),
    path("tell/<slug:code>/answers/", views.answers, name="answers"),
    path("tell/<slug:code>/answers/<uuid:answer>/", views.answer, name="answer"),
    path("tell/<slug:code>/answers/<uuid:answer>/withholding/", views.withholding, name="withholding"),
    path("tell/<slug:code>/turns/<uuid:turn>/leaving/", views.leave, name="leave"),
    path("tell/<slug:code>/photos/<uuid:photo>/", views.photo, name="photo"),
]
