"""What the pages of versions say of moving to another one, to those who may."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from content.versions import State, Thing, Version
from curriculum.models import CrosswalkVersion, DigitalStrandVersion, FrameworkVersion
from curriculum.policies import can_edit, drafting_organisations
from people.policies import Viewer


def carry_over_panel(request: HttpRequest, *, version: FrameworkVersion) -> dict[str, Any] | None:
    """For writers: where things can go from this version, and from where they can come to it. One query."""
    if version.is_draft or not drafting_organisations(request.user):
        return None
    either = Q(source=version) | Q(target=version, source__framework=version.framework_id)
    found = CrosswalkVersion.objects.filter(either, state=State.PUBLISHED)
    tables = list(found.select_related("source__framework", "target__framework").order_by("-published_at"))
    leaving = [table for table in tables if table.source_id == version.pk]
    onward = [table for table in leaving if table.target.framework_id == version.framework_id]
    replaced = version.state == State.SUPERSEDED
    if not tables and not replaced:
        return None
    return {
        "leaving": onward,
        "elsewhere": [table for table in leaving if table not in onward],
        "arriving": [table for table in tables if table.source_id != version.pk],
        "stuck": replaced and not onward,
    }


def left_behind(person: Viewer, thing: Thing, version: Version, framework: FrameworkVersion) -> FrameworkVersion | None:
    """`framework`, where the version in force of what this person writes aims at it and it was replaced."""
    if version.state != State.PUBLISHED or framework.state != State.SUPERSEDED:
        return None
    return framework if can_edit(person, thing) else None


def strand_panel(request: HttpRequest, *, version: DigitalStrandVersion) -> dict[str, Any] | None:
    behind = left_behind(request.user, version.strand, version, version.framework_version)
    return {"behind": behind} if behind else None
