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
    path("references/<slug:slug>/<label:label>/", views.reference_version, name="reference-version"),
    path("strands/", views.strand_list, name="strand-list"),
    path("strands/new/", views.strand_create, name="strand-create"),
    path("strands/<slug:slug>/<label:label>/", views.strand_version, name="strand-version"),
    path("strands/<slug:slug>/<label:label>/edit/", views.strand_edit, name="strand-edit"),
    path("strands/<slug:slug>/<label:label>/edit/facts/", views.strand_facts, name="strand-facts"),
    path("strands/<slug:slug>/<label:label>/edit/lines/new/", views.strand_line, name="strand-line-create"),
    path("strands/<slug:slug>/<label:label>/edit/lines/<uuid:pk>/", views.strand_line, name="strand-line-edit"),
    path(
        "strands/<slug:slug>/<label:label>/edit/lines/<uuid:pk>/move/", views.strand_line_move, name="strand-line-move"
    ),
    path(
        "strands/<slug:slug>/<label:label>/edit/lines/<uuid:pk>/remove/",
        views.strand_line_remove,
        name="strand-line-remove",
    ),
    path("strands/<slug:slug>/<label:label>/adapt/", views.strand_adapt, name="strand-adapt"),
    path("strands/<slug:slug>/<label:label>/publish/", views.strand_publish, name="strand-publish"),
    path("strands/<slug:slug>/<label:label>/next/", views.strand_next, name="strand-next"),
    path("strands/<slug:slug>/<label:label>/discard/", views.strand_discard, name="strand-discard"),
    path("strands/<slug:slug>/<label:label>/withdraw/", views.strand_withdraw, name="strand-withdraw"),
    path("strands/<slug:slug>/<label:label>/coverage/", views.strand_coverage, name="strand-coverage"),
    path("strands/<slug:slug>/<label:label>/compare/", views.strand_compare, name="strand-compare"),
    path("strands/<slug:slug>/<label:label>/file/", views.strand_file, name="strand-file"),
    path("strands/<slug:slug>/<label:label>/pdf/", views.strand_pdf, name="strand-pdf"),
    path("strands/<slug:slug>/<label:label>/decision/", views.strand_decision, name="strand-decision"),
    path("strands/<slug:slug>/<label:label>/decision/pdf/", views.strand_decision_pdf, name="strand-decision-pdf"),
]
