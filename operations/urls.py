"""Addresses of this room: the way in, what we promise, and how the installation is."""

from django.urls import path

from operations.views import health, home, home_mine, legal

urlpatterns = [
    path("", home, name="home"),
    path("home/", home_mine, name="home-mine"),
    path("about/", legal, name="legal"),
    path("health/", health, name="health"),
]
