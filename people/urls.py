"""Addresses of this room."""

from django.urls import path

from people.views import invitations, notices, organisations, sessions, settings, start

urlpatterns = [
    path("start/", start.first_run, name="first-run"),
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/ask/", organisations.organisation_ask, name="organisation-ask"),
    path("organisations/asked/", organisations.organisation_asked, name="organisation-asked"),
    path("organisations/<slug:slug>/", organisations.organisation_detail, name="organisation-detail"),
    path("organisations/<slug:slug>/approve/", organisations.organisation_approve, name="organisation-approve"),
    path("organisations/<slug:slug>/refuse/", organisations.organisation_refuse, name="organisation-refuse"),
    path("organisations/<slug:slug>/contact/", organisations.organisation_contact, name="organisation-contact"),
    path("organisations/<slug:slug>/invite/", invitations.invitation_create, name="invitation-create"),
    path("memberships/<int:pk>/end/", invitations.membership_end, name="membership-end"),
    path("invitations/<str:token>/", invitations.invitation_accept, name="invitation-accept"),
    path("return/", sessions.person_return, name="person-return"),
    path("sign-out/", sessions.sign_out, name="sign-out"),
    path("me/", settings.person_settings, name="person-settings"),
    path("me/news/", notices.notice_list, name="notice-list"),
    path("me/news/read/", notices.notice_read, name="notice-read"),
    path("me/data.json", settings.person_data, name="person-data"),
    path("me/erase/", settings.person_erase, name="person-erase"),
]
