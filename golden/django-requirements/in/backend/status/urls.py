from django.urls import path

from status import views

urlpatterns = [
    path("health/", views.health),
    path("<int:number>/", views.health),
]
