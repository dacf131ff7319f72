from django.urls import include, path

urlpatterns = [
    path("status/", include("status.urls")),
    path("slow/", include("status.slow")),
]
