"""What needn't be kept."""

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

KEPT = timedelta(days=7)


@transaction.atomic
def forget_finished_tasks(*, at: datetime) -> int:
    """Rows of background work that succeeded over a week ago; failures stay until somebody has looked at them."""
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=at - KEPT)
    return int(done.delete()[0])
