"""Addresses of this room."""

from django.urls import path

from certificates.views import issuers, verify

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("v/<str:public_id>/", verify.award_verify, name="award-verify"),
    path("v/<str:public_id>/certificate.pdf", verify.award_pdf, name="award-pdf"),
    path("v/<str:public_id>/credential.json", verify.award_credential, name="award-credential"),
    path("issuers/<slug:slug>/", issuers.issuer_detail, name="issuer-detail"),
    path("issuers/<slug:slug>/did.json", issuers.issuer_did, name="issuer-did"),
]
