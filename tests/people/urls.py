from django.http import HttpResponse
from django.urls import path

from config.urls import urlpatterns as house

urlpatterns = [
    *house,
    path("", lambda request: HttpResponse("home"), name="home"),
    path("home/", lambda request: HttpResponse("mine"), name="home-mine"),
]
