"""Addresses of this room."""

from django.urls import path

from certificates.views import achievements, certifier, editor, issuers, records, register, verify

DESK = "certifier/sessions/<uuid:pk>/<uuid:version>/"
ONE = "certifier/achievements/<slug:slug>/"

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("v/<str:public_id>/", verify.award_verify, name="award-verify"),
    path("v/<str:public_id>/certificate.pdf", verify.award_pdf, name="award-pdf"),
    path("v/<str:public_id>/credential.json", verify.award_credential, name="award-credential"),
    path("issuers/<slug:slug>/", issuers.issuer_detail, name="issuer-detail"),
    path("issuers/<slug:slug>/did.json", issuers.issuer_did, name="issuer-did"),
    path("my/certificates/", records.award_list, name="award-list"),
    path("my/records/", records.record_list, name="record-list"),
    path("my/records/open/", records.record_open, name="record-open"),
    path("my/records/<uuid:pk>/", records.record_detail, name="record-detail"),
    path("my/records/<uuid:pk>/add/", records.record_add, name="record-add"),
    path("my/records/<uuid:pk>/annex.pdf", records.annex_pdf, name="annex-pdf"),
    path("certifier/", certifier.certifier_home, name="certifier-home"),
    path(DESK, certifier.certifier_cohort, name="certifier-cohort"),
    path(f"{DESK}sign/", certifier.award_sign, name="award-sign"),
    path("certifier/register/", register.register, name="register"),
    path("certifier/awards/<uuid:pk>/", register.award_detail, name="award-detail"),
    path("certifier/awards/<uuid:pk>/withdraw/", register.award_withdraw, name="award-withdraw"),
    path("certifier/awards/<uuid:pk>/correct/", register.award_correct, name="award-correct"),
    path("certifier/achievements/", achievements.achievement_list, name="achievement-list"),
    path("certifier/achievements/propose/", achievements.achievement_propose, name="achievement-propose"),
    path(ONE, achievements.achievement_detail, name="achievement-detail"),
    path(f"{ONE}publish/", achievements.achievement_publish, name="achievement-publish"),
    path(f"{ONE}criteria/", editor.achievement_criteria, name="achievement-criteria"),
    path(f"{ONE}terms/", editor.achievement_terms, name="achievement-terms"),
    path(f"{ONE}check/", editor.achievement_check, name="achievement-check"),
    path(f"{ONE}forecast/", editor.achievement_forecast, name="achievement-forecast"),
    path(f"{ONE}next/", editor.achievement_open, name="achievement-open"),
    path(f"{ONE}discard/", editor.achievement_discard, name="achievement-discard"),
    path(f"{ONE}authorise/", achievements.authorisation_create, name="authorisation-create"),
    path("certifier/authorisations/<uuid:pk>/end/", achievements.authorisation_end, name="authorisation-end"),
]
