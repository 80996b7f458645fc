"""Work outside the request: ids in, action out."""

from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from curriculum.importers.sent_files import apply_sent_file, check_sent_file
from curriculum.models import FrameworkImport


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
