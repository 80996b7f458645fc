"""Operators look, and never touch."""

import pytest
from django.urls import reverse

from assessments.actions import start_attempt, submit_attempt
from assessments.models import AssessmentVersion, Attempt, ItemVersion, Score
from people.models import Person
from tests.assessments.conftest import AT


@pytest.mark.parametrize("model", [AssessmentVersion, ItemVersion, Attempt, Score])
def test_an_operator_can_look_at_rows_and_change_none(world, model):
    world.open()
    submit_attempt(attempt=start_attempt(enrolment=world.enrolment, activity_key="finale", at=AT), at=AT)
    operator = Person.objects.create_superuser("operator", email="op@example.org", password="long-enough-1")
    client = world.client(operator)
    base = f"admin:assessments_{model._meta.model_name}"
    row = model.objects.first()
    assert client.get(reverse(f"{base}_changelist")).status_code == 200
    assert client.get(reverse(f"{base}_change", args=[row.pk])).status_code == 200
    assert client.get(reverse(f"{base}_add")).status_code == 403
    assert client.post(reverse(f"{base}_change", args=[row.pk]), {}).status_code == 403
    assert client.post(reverse(f"{base}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
