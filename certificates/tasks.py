"""Work outside the request: ids in, action out."""

from django.utils import timezone
from django_tasks import task

from certificates.actions import make_forms
from certificates.models import Award


@task()
def make_award_forms(award_id: str) -> int:
    """The files of one award. Run twice, it makes nothing new."""
    return len(make_forms(award=Award.objects.select_related("issuer").get(pk=award_id), at=timezone.now()))
