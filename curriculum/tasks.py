"""Work outside the request: ids in, action out."""

from django.utils import timezone
from django_tasks import task

from curriculum.actions.proposing import propose_alignments
from curriculum.models import CrosswalkVersion
from people.models import Person


@task()
def propose_for_crosswalk(version_id: str, person_id: str) -> int:
    """The proposals of one crosswalk. Run twice, it proposes nothing new."""
    version = CrosswalkVersion.objects.get(pk=version_id)
    return propose_alignments(version=version, by=Person.objects.filter(pk=person_id).first(), at=timezone.now())
