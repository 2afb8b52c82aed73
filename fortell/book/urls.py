from django.urls import path

from fortell.book import views

app_name = "book"
urlpatterns = [
    path("family/<slug:code>/", views.draft, name="draft"),
    path("family/<slug:code>/timeline/", views.timeline, name="timeline"),
    path("family/<slug:code>/passages/<uuid:passage>/", views.passage, name="passage"),
    path("family/<slug:code>/passages/<uuid:passage>/sources/", views.sources, name="sources"),
    path("family/<slug:code>/passages/<uuid:passage>/editing/", views.editing, name="editing"),
    path("family/<slug:code>/passages/<uuid:passage>/suggestion/", views.suggestion, name="suggestion"),
    path("family/<slug:code>/passages/<uuid:passage>/put-back/", views.putting_back, name="putting-back"),
    path("family/<slug:code>/passages/<uuid:passage>/history/", views.passages_history, name="passage-history"),
    path("family/<slug:code>/history/", views.history, name="history"),
    path("family/<slug:code>/history/<uuid:revision>/", views.undoing, name="undoing"),
    path("family/<slug:code>/changes/", views.changes, name="changes"),
    path("family/<slug:code>/dial/", views.dial, name="dial"),
    path("family/<slug:code>/order/", views.order, name="order"),
    path("family/<slug:code>/order/back/", views.order_back, name="order-back"),
    path("family/<slug:code>/order/scene/", views.scene, name="scene"),
    path("family/<slug:code>/order/chapters/<uuid:chapter>/", views.moving_chapter, name="moving-chapter"),
    path("family/<slug:code>/chapters/<uuid:chapter>/heading/", views.heading, name="heading"),
    path("family/<slug:code>/order/passages/<uuid:passage>/", views.moving_passage, name="moving-passage"),
    path("family/<slug:code>/photos/<uuid:photo>/", views.photo, name="photo"),
    path("family/<slug:code>/editions/", views.editions, name="editions"),
    path("family/<slug:code>/editions/<int:number>/", views.edition, name="edition"),
    path("family/<slug:code>/editions/<int:number>/approval/", views.approval, name="approval"),
    path("family/<slug:code>/editions/<int:number>/files/<str:name>/", views.edition_file, name="edition-file"),
    path("family/<slug:code>/editions/<int:number>/pages/<int:page>/", views.edition_page_picture, name="edition-page"),
    path("tell/<slug:code>/book/", views.reading, name="reading"),
    path("tell/<slug:code>/book/timeline/", views.own_timeline, name="own-timeline"),
    path("tell/<slug:code>/book/so-far/", views.so_far, name="so-far"),
]
