"""Addresses of this room. They stand in certificates: they never change."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from curriculum import views
from curriculum.views import carrying


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
    path("frameworks/compare/", views.framework_compare, name="framework-compare"),
    path("frameworks/<slug:slug>/<label:label>/", views.framework_version, name="framework-version"),
    path("frameworks/<slug:slug>/<label:label>/carry-over/", carrying.carry_over_list, name="carry-over-list"),
    path("frameworks/<slug:slug>/<label:label>/carry-over/start/", carrying.carry_over_start, name="carry-over-start"),
    path(
        "frameworks/<slug:slug>/<label:label>/<identifier:identifier>/",
        views.competency_detail,
        name="competency-detail",
    ),
    path("carry-overs/<uuid:pk>/", carrying.carry_over_detail, name="carry-over-detail"),
    path("carry-overs/<uuid:pk>/decide/", carrying.carry_over_decide, name="carry-over-decide"),
    path("carry-overs/<uuid:pk>/accept/", carrying.carry_over_accept, name="carry-over-accept"),
    path("carry-overs/<uuid:pk>/draft/", carrying.carry_over_draft, name="carry-over-draft"),
    path("carry-overs/<uuid:pk>/publish/", carrying.carry_over_publish, name="carry-over-publish"),
    path("carry-overs/<uuid:pk>/abandon/", carrying.carry_over_abandon, name="carry-over-abandon"),
    path("crosswalks/new/", views.crosswalk_create, name="crosswalk-create"),
    path("crosswalk-drafts/<slug:slug>/", views.crosswalk_edit, name="crosswalk-edit"),
    path("crosswalk-drafts/<slug:slug>/propose/", views.crosswalk_propose, name="crosswalk-propose"),
    path("crosswalk-drafts/<slug:slug>/accept/", views.crosswalk_accept, name="crosswalk-accept"),
    path("crosswalk-drafts/<slug:slug>/settings/", views.crosswalk_settings, name="crosswalk-settings"),
    path("crosswalk-drafts/<slug:slug>/publish/", views.crosswalk_publish, name="crosswalk-publish"),
    path("crosswalk-drafts/<slug:slug>/<uuid:pk>/", views.crosswalk_origin, name="crosswalk-origin"),
    path("crosswalk-drafts/<slug:slug>/<uuid:pk>/add/", views.crosswalk_add, name="crosswalk-add"),
    path("crosswalks/<slug:slug>/<label:label>/fork/", views.crosswalk_fork, name="crosswalk-fork"),
    path("crosswalks/<slug:slug>/<label:label>/withdraw/", views.crosswalk_withdraw, name="crosswalk-withdraw"),
    path("crosswalks/<slug:slug>/<label:label>/", views.crosswalk_version, name="crosswalk-version"),
    path("references/", views.reference_list, name="reference-list"),
    path("references/<slug:slug>/<label:label>/", views.reference_version, name="reference-version"),
    path("strands/<slug:slug>/<label:label>/", views.strand_version, name="strand-version"),
]
