"""Addresses of this room. They stand in certificates: they never change."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from curriculum import api, views
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
    path("frameworks/new/", views.framework_create, name="framework-create"),
    path("frameworks/compare/", views.framework_compare, name="framework-compare"),
    path("frameworks/import/", views.framework_import, name="framework-import"),
    path("exports/<slug:slug>/<label:label>/", views.framework_exports, name="framework-exports"),
    path("exports/<slug:slug>/<label:label>/<slug:form>/", views.framework_export, name="framework-export"),
    path("curriculum/imports/<slug:token>/", views.framework_import_detail, name="framework-import-detail"),
    path("curriculum/imports/<slug:token>/apply/", views.framework_import_apply, name="framework-import-apply"),
    path("curriculum/imports/<slug:token>/resume/", views.framework_import_resume, name="framework-import-resume"),
    path("curriculum/imports/<slug:token>/rename/", views.framework_import_rename, name="framework-import-rename"),
    path("frameworks/<slug:slug>/<label:label>/", views.framework_version, name="framework-version"),
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
    path("carry-overs/<slug:slug>/<label:label>/", carrying.carry_over_list, name="carry-over-list"),
    path("carry-overs/<slug:slug>/<label:label>/start/", carrying.carry_over_start, name="carry-over-start"),
    path("crosswalks/new/", views.crosswalk_create, name="crosswalk-create"),
    path("crosswalk-drafts/<slug:slug>/", views.crosswalk_edit, name="crosswalk-edit"),
    path("crosswalk-drafts/<slug:slug>/propose/", views.crosswalk_propose, name="crosswalk-propose"),
    path("crosswalk-drafts/<slug:slug>/accept/", views.crosswalk_accept, name="crosswalk-accept"),
    path("crosswalk-drafts/<slug:slug>/settings/", views.crosswalk_settings, name="crosswalk-settings"),
    path("crosswalk-drafts/<slug:slug>/publish/", views.crosswalk_publish, name="crosswalk-publish"),
    path("crosswalk-drafts/<slug:slug>/discard/", views.crosswalk_discard, name="crosswalk-discard"),
    path("crosswalk-drafts/<slug:slug>/<uuid:pk>/", views.crosswalk_origin, name="crosswalk-origin"),
    path("crosswalk-drafts/<slug:slug>/<uuid:pk>/add/", views.crosswalk_add, name="crosswalk-add"),
    path("crosswalks/<slug:slug>/<label:label>/fork/", views.crosswalk_fork, name="crosswalk-fork"),
    path("crosswalks/<slug:slug>/<label:label>/withdraw/", views.crosswalk_withdraw, name="crosswalk-withdraw"),
    path("crosswalks/<slug:slug>/<label:label>/", views.crosswalk_version, name="crosswalk-version"),
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
    # Authors work apart from the lasting addresses, where an identifier may be any word.
    path("curriculum/frameworks/<uuid:pk>/", views.framework_edit, name="framework-edit"),
    path("curriculum/frameworks/<uuid:pk>/about/", views.framework_about, name="framework-about"),
    path("curriculum/frameworks/<uuid:pk>/levels/", views.framework_levels, name="framework-levels"),
    path("curriculum/frameworks/<uuid:pk>/levels/new/", views.level_create, name="level-create"),
    path("curriculum/frameworks/<uuid:pk>/levels/<int:rank>/", views.level_edit, name="level-edit"),
    path("curriculum/frameworks/<uuid:pk>/levels/<int:rank>/remove/", views.level_remove, name="level-remove"),
    path("curriculum/frameworks/<uuid:pk>/competencies/new/", views.competency_create, name="competency-create"),
    path("curriculum/frameworks/<uuid:pk>/fork/", views.framework_fork, name="framework-fork"),
    path("curriculum/frameworks/<uuid:pk>/publish/", views.framework_publish, name="framework-publish"),
    path("curriculum/frameworks/<uuid:pk>/discard/", views.framework_discard, name="framework-discard"),
    path("curriculum/frameworks/<uuid:pk>/withdraw/", views.framework_withdraw, name="framework-withdraw"),
    path("curriculum/frameworks/<uuid:pk>/errata/new/", views.erratum_create, name="erratum-create"),
    path("curriculum/competencies/<uuid:pk>/", views.competency_edit, name="competency-edit"),
    path("curriculum/competencies/<uuid:pk>/shift/", views.competency_shift, name="competency-shift"),
    path("curriculum/competencies/<uuid:pk>/place/", views.competency_place, name="competency-place"),
    path("curriculum/competencies/<uuid:pk>/remove/", views.competency_remove, name="competency-remove"),
    path("ims/case/v1p1/discovery/imscasev1p1_openapi3_v1p0.json", api.case_discovery, name="case-discovery"),
    path("ims/case/v1p1/CFDocuments", api.case_documents, name="case-documents"),
    path("ims/case/v1p1/<str:noun>/<str:identifier>", api.case_object, name="case-object"),
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
