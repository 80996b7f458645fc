"""The plain admin, for operators: to look, never to touch. Published rows are frozen by the database anyway."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from assessments.models import AssessmentVersion, Attempt, ItemVersion, Score


class ReadOnly(admin.ModelAdmin[Any]):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AssessmentVersion)
class AssessmentVersionAdmin(ReadOnly):
    list_display = ("title", "label", "state", "published_at")
    list_filter = ("state",)
    search_fields = ("title", "assessment__slug")
    exclude = ("key",)


@admin.register(ItemVersion)
class ItemVersionAdmin(ReadOnly):
    list_display = ("item", "label", "state", "published_at")
    list_select_related = ("item",)
    search_fields = ("item__key",)


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    list_display = ("activity_key", "number", "state", "conditions", "started_at", "submitted_at")
    list_filter = ("state", "conditions")
    exclude = ("token",)


@admin.register(Score)
class ScoreAdmin(ReadOnly):
    list_display = ("attempt", "points", "maximum", "passed", "at")
    list_filter = ("passed",)
    list_select_related = ("attempt",)
