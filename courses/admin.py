"""For operators only: looking at courses and sessions, never editing what is published or deleting what was done."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from courses.models import Cohort, Course, CourseVersion, Enrolment


class LookOnly(admin.ModelAdmin[Any]):
    """Rows are written by actions; a published version is frozen by the database."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Course)
class CourseAdmin(LookOnly):
    list_display = ("slug", "owner", "visibility", "archived_at")
    list_filter = ("visibility",)
    search_fields = ("slug",)
    list_select_related = ("owner",)


@admin.register(CourseVersion)
class CourseVersionAdmin(LookOnly):
    list_display = ("title", "label", "state", "published_at")
    list_filter = ("state",)
    search_fields = ("title", "course__slug")


@admin.register(Cohort)
class CohortAdmin(LookOnly):
    list_display = ("name", "organisation", "frame", "starts_on", "ends_on", "closed_at")
    list_filter = ("frame",)
    search_fields = ("name", "join_code")
    list_select_related = ("organisation",)


@admin.register(Enrolment)
class EnrolmentAdmin(LookOnly):
    list_display = ("person", "cohort", "joined_at", "left_at")
    search_fields = ("person__username", "cohort__name")
    list_select_related = ("person", "cohort")
