"""Plain Django admin, for the operators of an installation only. What the database guards is read-only here."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest

from people.models import AuditEvent, DutyRun, Erasure, Invitation, Membership, Organisation, Person

# The admin's own form knows neither limits nor second factors: operators sign in where everybody does.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign, no-untyped-call]


class Kept(admin.ModelAdmin[Any]):
    """Nothing is deleted from here: keys to people and bodies are protected."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(Kept):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Person)
class PersonAdmin(Kept):
    list_display = ("username", "family_name", "given_name", "email", "secret_kind", "is_active", "is_staff")
    list_filter = ("secret_kind", "is_staff", "is_demo")
    search_fields = ("username", "family_name", "given_name", "email")
    fields = ("username", "given_name", "family_name", "email", "language", "is_active", "is_staff", "is_superuser")
    readonly_fields = ("username", "is_staff", "is_superuser")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(Kept):
    list_display = ("name", "city", "trains", "certifies", "operates", "approved_at")
    list_filter = ("trains", "certifies", "is_demo")
    search_fields = ("name", "slug")
    readonly_fields = ("slug", "operates", "asked_by", "asked_at", "approved_at", "refused_at")

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """A time zone is chosen: one that doesn't exist would stop every page of the body's sessions."""
        if db_field.name == "time_zone":
            return forms.ChoiceField(choices=[(zone, zone) for zone in sorted(available_timezones())])
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    list_display = ("person", "role", "organisation", "since", "until")
    list_filter = ("role",)
    list_select_related = ("person", "organisation")


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ("organisation", "created_by", "created_at", "expires_at", "accepted_at")
    exclude = ("token_digest",)
    list_select_related = ("organisation", "created_by")


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    list_display = ("at", "verb", "noun", "noun_id", "by", "organisation")
    list_filter = ("verb",)
    list_select_related = ("by", "organisation")
    date_hierarchy = "at"


@admin.register(Erasure)
class ErasureAdmin(ReadOnly):
    list_display = ("person", "at", "by")
    list_select_related = ("person", "by")


@admin.register(DutyRun)
class DutyRunAdmin(ReadOnly):
    list_display = ("duty", "due", "state", "started_at", "ended_at")
    list_filter = ("state", "duty")
