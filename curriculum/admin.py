"""The curriculum for operators: to look things up. What is published can't be changed here, nor anywhere."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from curriculum.models import (
    Competency,
    DigitalStrand,
    DigitalStrandVersion,
    Framework,
    FrameworkVersion,
    TrainingReference,
    TrainingReferenceVersion,
)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lists and shows; adds, changes and deletes nothing."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Framework, TrainingReference, DigitalStrand)
class ThingAdmin(ReadOnly):
    list_display = ("slug", "owner", "visibility", "created_at")
    list_select_related = ("owner",)
    search_fields = ("slug",)


@admin.register(FrameworkVersion)
class FrameworkVersionAdmin(ReadOnly):
    list_display = ("__str__", "state", "published_at", "digest")
    list_select_related = ("framework",)
    list_filter = ("state",)
    search_fields = ("framework__slug", "label")


@admin.register(TrainingReferenceVersion)
class TrainingReferenceVersionAdmin(ReadOnly):
    list_display = ("__str__", "state", "starts_on", "ends_on", "published_at")
    list_select_related = ("reference",)
    list_filter = ("state",)
    search_fields = ("reference__slug", "label", "title")


@admin.register(DigitalStrandVersion)
class DigitalStrandVersionAdmin(ReadOnly):
    list_display = ("__str__", "standing", "author", "hours", "state", "published_at")
    list_select_related = ("strand",)
    list_filter = ("state", "standing")
    search_fields = ("strand__slug", "title", "author")


@admin.register(Competency)
class CompetencyAdmin(ReadOnly):
    list_display = ("code", "kind", "version", "identifier")
    list_select_related = ("version__framework",)
    list_filter = ("kind",)
    search_fields = ("code", "identifier", "search_text")
