from django.urls import path

from fortell.orders import views

app_name = "orders"
urlpatterns = [
    path("family/<slug:code>/editions/<int:number>/order/", views.checkout, name="checkout"),
    path("family/<slug:code>/orders/about/", views.about, name="about"),
    path("family/<slug:code>/orders/<int:order>/", views.order, name="order"),
    path("family/<slug:code>/orders/<int:order>/confirmation.pdf", views.confirmation, name="confirmation"),
    path("family/<slug:code>/orders/<int:order>/cancellation/", views.cancellation, name="cancellation"),
    path("family/<slug:code>/orders/<int:order>/papers/<uuid:paper>.pdf", views.paper, name="paper"),
]
