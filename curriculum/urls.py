"""Addresses of this room. They stand in certificates: they never change."""

from django.urls import path

from curriculum import views

urlpatterns = [
    path("frameworks/", views.framework_list, name="framework-list"),
    path("frameworks/<slug:slug>/<str:label>/", views.framework_version, name="framework-version"),
    path("frameworks/<slug:slug>/<str:label>/<path:identifier>/", views.competency_detail, name="competency-detail"),
    path("references/", views.reference_list, name="reference-list"),
    path("references/<slug:slug>/<str:label>/", views.reference_version, name="reference-version"),
    path("strands/<slug:slug>/<str:label>/", views.strand_version, name="strand-version"),
]
