"""Addresses of this room."""

from django.urls import path

from certificates.choices import FormKind
from certificates.feeds import HeadFeed
from certificates.views import (
    achievements,
    award_files,
    certifier,
    editor,
    issuers,
    log,
    own_awards,
    records,
    register,
    session_papers,
    status_lists,
    verify,
    verify_api,
    verify_report,
    withdrawals,
)

DESK = "certifier/sessions/<uuid:pk>/<uuid:version>/"
ONE = "certifier/achievements/<slug:slug>/"

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("verify/report/", verify_report.verify_report, name="verify-report"),
    path("api/verify", verify_api.verify_api, name="verify-api"),
    path("api/verify/<str:public_id>", verify_api.award_verify_api, name="award-verify-api"),
    path("v/<str:public_id>/", award_files.award_page, name="award-verify"),
    *(
        path(f"v/<str:public_id>/{file}", award_files.award_file, {"kind": kind}, name=name)
        for file, kind, name in (
            ("certificate.pdf", FormKind.PDF, "award-pdf"),
            ("certificate-sealed.pdf", FormKind.SEALED, "award-sealed"),
            ("credential.json", FormKind.CREDENTIAL, "award-credential"),
            ("credential.jwt", FormKind.JWT, "award-jwt"),
            ("badge.png", FormKind.PNG, "award-png"),
            ("badge.svg", FormKind.SVG, "award-svg"),
        )
    ),
    path("issuers/<slug:slug>/", issuers.issuer_detail, name="issuer-detail"),
    path("issuers/<slug:slug>/did.json", issuers.issuer_did, name="issuer-did"),
    path("issuers/<slug:slug>/status/<int:number>/<slug:purpose>", status_lists.status_list, name="status-list"),
    path("register/", log.register_public, name="register-public"),
    path("register/heads.json", log.head_list, name="head-list"),
    path("register/heads.atom", HeadFeed(), name="head-feed"),
    path("register/checkpoint", log.head_checkpoint, name="head-checkpoint"),
    path("register/heads/<int:size>", log.head_detail, name="head-detail"),
    path("register/leaves", log.leaf_list, name="leaf-list"),
    path("register/proof/inclusion", log.proof_inclusion, name="proof-inclusion"),
    path("register/proof/consistency", log.proof_consistency, name="proof-consistency"),
    path("my/certificates/", records.award_list, name="award-list"),
    path("my/certificates/transcript.pdf", own_awards.transcript_pdf, name="transcript-pdf"),
    path("my/certificates/<str:public_id>/", own_awards.award_own, name="award-own"),
    path("my/certificates/<str:public_id>/files.zip", own_awards.award_archive, name="award-archive"),
    path("my/certificates/<str:public_id>/show/", own_awards.award_show, name="award-show"),
    path("my/certificates/<str:public_id>/post/", own_awards.award_post, name="award-post"),
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
    path("certifier/register/<int:index>/", register.register_entry, name="register-entry"),
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
    path(f"{ONE}criteria/", editor.achievement_criteria, name="achievement-criteria"),
    path(f"{ONE}terms/", editor.achievement_terms, name="achievement-terms"),
    path(f"{ONE}check/", editor.achievement_check, name="achievement-check"),
    path(f"{ONE}forecast/", editor.achievement_forecast, name="achievement-forecast"),
    path(f"{ONE}next/", editor.achievement_open, name="achievement-open"),
    path(f"{ONE}discard/", editor.achievement_discard, name="achievement-discard"),
    path(f"{ONE}authorise/", achievements.authorisation_create, name="authorisation-create"),
    path("certifier/authorisations/<uuid:pk>/end/", achievements.authorisation_end, name="authorisation-end"),
]
