"""Every address, room by room."""

from django.contrib import admin
from django.urls import include, path

ROOMS = ("people", "curriculum", "courses", "assessments", "certificates", "operations")

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    *(path("", include(f"{room}.urls")) for room in ROOMS),
]
