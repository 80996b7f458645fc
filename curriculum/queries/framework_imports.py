"""The files that were sent to import a framework."""

from django.db.models import QuerySet

from curriculum.choices import ImportState
from curriculum.models import FrameworkImport
from curriculum.policies import drafting_organisations
from people.policies import Viewer


def framework_imports_visible_to(person: Viewer) -> QuerySet[FrameworkImport]:
    """Those for the organisations in whose name this person writes."""
    entries = FrameworkImport.objects.select_related("owner", "by")
    return entries.filter(owner__in=drafting_organisations(person))


def imports_to_finish(person: Viewer, *, of_the_registry: bool) -> list[FrameworkImport]:
    """What this person sent and has not imported yet, the last first: the way back to it."""
    entries = framework_imports_visible_to(person).filter(by=person.pk).exclude(state=ImportState.APPLIED)
    return [entry for entry in entries if bool(entry.codes) == of_the_registry]
