from django.urls import path

from fortell.story import app_views, family_views, naming_views, off_limits_views, rights_views, upload_views, views

app_name = "story"
urlpatterns = [
    path("tell/<slug:code>/", views.tell, name="tell"),
    path("tell/<slug:code>/consent/", views.consent_page, name="consent"),
    path("tell/<slug:code>/enough/", views.enough, name="enough"),
    path("tell/<slug:code>/copy/", views.copy, name="copy"),
    path("tell/<slug:code>/line/", views.line, name="line"),
    path("tell/<slug:code>/taking-back/", views.taking_back, name="taking-back"),
    path("tell/<slug:code>/uploads/", upload_views.uploads, name="uploads"),
    path("tell/<slug:code>/uploads/<uuid:upload>/", upload_views.upload, name="upload"),
    path("tell/<slug:code>/answers/", views.answers, name="answers"),
    path("tell/<slug:code>/answers/<uuid:answer>/", views.answer, name="answer"),
    path("tell/<slug:code>/answers/<uuid:answer>/withholding/", views.withholding, name="withholding"),
    path("tell/<slug:code>/turns/<uuid:turn>/leaving/", views.leave, name="leave"),
    path("tell/<slug:code>/photos/<uuid:photo>/", views.photo, name="photo"),
    path("tell/<slug:code>/recordings/<uuid:recording>/", views.recording, name="recording"),
    path("tell/<slug:code>/recordings/<uuid:recording>/words/", views.heard, name="heard"),
    path("tell/<slug:code>/rights/", rights_views.rights, name="rights"),
    path("tell/<slug:code>/rights/receipts/<uuid:entry>/", rights_views.receipt, name="receipt"),
    path("tell/<slug:code>/rights/restriction/", rights_views.restriction_page, name="restriction"),
    path("tell/<slug:code>/rights/objections/", rights_views.objections, name="objections"),
    path("tell/<slug:code>/rights/manner/", rights_views.manner, name="manner"),
    path("tell/<slug:code>/off-limits/", off_limits_views.off_limits, name="off-limits"),
    path("tell/<slug:code>/people/", naming_views.people, name="people"),
    path("tell/<slug:code>/rights/erasure/", rights_views.erasure, name="erasure"),
    path("tell/<slug:code>/rights/erasure/asked/", rights_views.erasure_asked, name="erasure-asked"),
    path("tell/<slug:code>/answers/<uuid:answer>/deletion/", rights_views.deletion, name="deletion"),
    path("tell/<slug:code>/photos/<uuid:photo>/deletion/", rights_views.photo_deletion, name="photo-deletion"),
    path(
        "tell/<slug:code>/recordings/<uuid:recording>/deletion/",
        rights_views.recording_deletion,
        name="recording-deletion",
    ),
    path("family/<slug:code>/questions/", family_views.questions, name="family-questions"),
    path("family/<slug:code>/questions/<uuid:question>/", family_views.question, name="family-question"),
    path(
        "family/<slug:code>/questions/<uuid:question>/taken-back/",
        family_views.taking_back,
        name="family-question-taken-back",
    ),
    path("offline/<slug:language>/", app_views.offline, name="offline"),
    path("worker.js", app_views.worker, name="worker"),
    path("manifest.webmanifest", app_views.manifest, name="manifest"),
    path("receipt/", rights_views.handed_receipt, name="handed-receipt"),
]
