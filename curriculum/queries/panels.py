"""What the pages of versions say of moving to another one, to those who may."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from content.versions import State
from curriculum.models import CrosswalkVersion, DigitalStrandVersion, FrameworkVersion
from curriculum.policies import can_edit, drafting_organisations


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


def strand_panel(request: HttpRequest, *, version: DigitalStrandVersion) -> dict[str, Any] | None:
    """For those who write a strand in force whose framework version was replaced. No query."""
    behind = version.framework_version.state == State.SUPERSEDED and version.state == State.PUBLISHED
    return {"behind": version.framework_version} if behind and can_edit(request.user, version.strand) else None
