"""This room's periodic work."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from operations.actions import forget_finished_tasks
from operations.tasks import beat
from people.registries import duties

pytestmark = pytest.mark.django_db


def finished(*, days_ago: int, status: str) -> None:
    result = beat.enqueue()
    DBTaskResult.objects.filter(pk=result.id).update(
        status=status, finished_at=timezone.now() - timedelta(days=days_ago)
    )


def test_the_worker_is_asked_to_show_itself():
    duties["operations.beat"].run(timezone.now())
    assert DBTaskResult.objects.get().task_path == "operations.tasks.beat"


def test_old_successes_go_and_failures_stay():
    finished(days_ago=8, status=TaskResultStatus.SUCCESSFUL)
    finished(days_ago=6, status=TaskResultStatus.SUCCESSFUL)
    finished(days_ago=8, status=TaskResultStatus.FAILED)
    assert forget_finished_tasks(at=timezone.now()) == 1
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]
    assert duties["operations.tidy"].run(timezone.now()) == "0 tasks"
