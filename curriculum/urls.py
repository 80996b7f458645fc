"""Addresses of this room. They stand in certificates: they never change."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from curriculum import views


class LabelConverter(StringConverter):
    """The label of a version. A null character, which PostgreSQL refuses to hear of, is nobody's address."""

    regex = r"[^/\0]{1,20}"


class IdentifierConverter(StringConverter):
    """The identifier of a competency, kept verbatim: it may be an address with slashes."""

    regex = r"[^\0]{1,200}"


register_converter(LabelConverter, "label")
register_converter(IdentifierConverter, "identifier")

urlpatterns = [
    path("frameworks/", views.framework_list, name="framework-list"),
    path("frameworks/<slug:slug>/<label:label>/", views.framework_version, name="framework-version"),
    path(
        "frameworks/<slug:slug>/<label:label>/<identifier:identifier>/",
        views.competency_detail,
        name="competency-detail",
    ),
    path("references/", views.reference_list, name="reference-list"),
    path("references/import/", views.reference_import, name="reference-import"),
    path("references/<slug:slug>/<label:label>/", views.reference_version, name="reference-version"),
    path("references/<slug:slug>/<label:label>/new/", views.reference_fork, name="reference-fork"),
    path("references/<slug:slug>/<label:label>/edit/", views.reference_edit, name="reference-edit"),
    path("references/<slug:slug>/<label:label>/publish/", views.reference_publish, name="reference-publish"),
    path("references/<slug:slug>/<label:label>/withdraw/", views.reference_withdraw, name="reference-withdraw"),
    path("references/<slug:slug>/<label:label>/move/<uuid:pk>/", views.reference_unit_move, name="reference-unit-move"),
    path("references/<slug:slug>/<label:label>/edit/<slug:part>/", views.reference_part, name="reference-part-new"),
    path(
        "references/<slug:slug>/<label:label>/edit/<slug:part>/<slug:key>/",
        views.reference_part,
        name="reference-part",
    ),
    path("strands/<slug:slug>/<label:label>/", views.strand_version, name="strand-version"),
]
