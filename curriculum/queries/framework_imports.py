"""The files that were sent to import a framework."""

from django.db.models import QuerySet

from curriculum.models import FrameworkImport
from curriculum.policies import drafting_organisations
from people.policies import Viewer


def framework_imports_visible_to(person: Viewer) -> QuerySet[FrameworkImport]:
    """Those for the organisations in whose name this person writes."""
    entries = FrameworkImport.objects.select_related("owner", "by")
    return entries.filter(owner__in=drafting_organisations(person))
