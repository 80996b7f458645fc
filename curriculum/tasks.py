"""Work outside the request: ids in, action out."""

from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from curriculum.actions.proposing import propose_alignments
from curriculum.importers.sent_files import apply_sent_file, check_sent_file
from curriculum.models import CrosswalkVersion, FrameworkImport
from people.models import Person


@task()
def propose_for_crosswalk(version_id: str, person_id: str) -> int:
    """The proposals of one crosswalk. Run twice, it proposes nothing new."""
    version = CrosswalkVersion.objects.get(pk=version_id)
    return propose_alignments(version=version, by=Person.objects.filter(pk=person_id).first(), at=timezone.now())


@task()
def check_framework_import(token: str) -> None:
    """Run twice, it looks once."""
    for entry in FrameworkImport.objects.select_related("owner", "by").filter(token=token):
        with override(entry.by.language):
            check_sent_file(entry=entry, at=timezone.now())


@task()
def apply_framework_import(token: str) -> None:
    """Run twice, it imports once."""
    for entry in FrameworkImport.objects.select_related("owner", "by").filter(token=token):
        with override(entry.by.language):
            apply_sent_file(entry=entry, at=timezone.now())
