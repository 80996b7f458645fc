"""Addresses of this room."""

from django.urls import path

from certificates.views import achievements, certifier, issuers, records, register, session_papers, verify, withdrawals

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
    path("papers/<uuid:pk>/attestation.pdf", session_papers.attestation_pdf, name="attestation-pdf"),
    path("papers/<uuid:pk>/realisation.pdf", session_papers.realisation_pdf, name="realisation-pdf"),
    path("certifier/", certifier.certifier_home, name="certifier-home"),
    path(DESK, certifier.certifier_cohort, name="certifier-cohort"),
    path(f"{DESK}sign/", certifier.award_sign, name="award-sign"),
    path("certifier/register/", register.register, name="register"),
    path("certifier/awards/<uuid:pk>/", register.award_detail, name="award-detail"),
    path("certifier/awards/<uuid:pk>/withdraw/", withdrawals.award_withdraw, name="award-withdraw"),
    path("certifier/awards/<uuid:pk>/suspend/", withdrawals.award_suspend, name="award-suspend"),
    path("certifier/awards/<uuid:pk>/reinstate/", withdrawals.award_reinstate, name="award-reinstate"),
    path("certifier/withdrawals/<int:pk>/", withdrawals.withdrawal_detail, name="withdrawal-detail"),
    path("certifier/withdrawals/<int:pk>/decide/", withdrawals.withdrawal_decide, name="withdrawal-decide"),
    path("certifier/awards/<uuid:pk>/correct/", register.award_correct, name="award-correct"),
    path("certifier/achievements/", achievements.achievement_list, name="achievement-list"),
    path("certifier/achievements/propose/", achievements.achievement_propose, name="achievement-propose"),
    path(ONE, achievements.achievement_detail, name="achievement-detail"),
    path(f"{ONE}publish/", achievements.achievement_publish, name="achievement-publish"),
    path(f"{ONE}authorise/", achievements.authorisation_create, name="authorisation-create"),
    path("certifier/authorisations/<uuid:pk>/end/", achievements.authorisation_end, name="authorisation-end"),
]
