"""A whole quiz over HTTP without JavaScript: start, each question read and answered, read again, sent, result."""

import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from django.db import connection
from django.test.client import Client, ClientHandler
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Attempt
from assessments.queries import model_answers, sitting_of
from bench.stage import Row
from courses.actions import join_cohort, open_activity
from courses.choices import Conditions
from courses.models import Cohort, Enrolment
from operations.actions.demo.people import SESSION

FLOWS = 12
QUESTIONS = 10
#: What a browser sends for a form without files.
FORM = "application/x-www-form-urlencoded"
#: One for all flows, as in a server: a handler of its own would have each flow load the middleware anew.
SERVER = ClientHandler(enforce_csrf_checks=False)


def rows() -> Iterator[Row]:
    cohort = Cohort.objects.get(name=SESSION)
    key = cohort.course_version.certificate["activity"]
    trainer = cohort.trainers.get().person
    open_activity(cohort=cohort, activity_key=key, conditions=Conditions.IN_ROOM, by=trainer, at=timezone.now())
    flows = [_Flow(cohort, number, key) for number in range(FLOWS)]
    flows[0].run()
    spent = sorted(flow.run() for flow in flows[1:-1])
    with CaptureQueriesContext(connection) as queries:
        flows[-1].run()
    size = flows[-1].size
    scale = QUESTIONS / size
    yield Row(f"quiz of {size} questions, a flow: server CPU", spent[len(spent) // 2], "ms")
    yield Row(f"quiz, scaled to {QUESTIONS} questions: server CPU", spent[len(spent) // 2] * scale, "ms", 60)
    yield Row(f"quiz of {size} questions, a flow: SQL", len(queries), "statements")
    yield Row(f"quiz of {size} questions, a flow: requests", flows[-1].requests, "requests")


class _Flow:
    def __init__(self, cohort: Cohort, number: int, key: str) -> None:
        at = timezone.now() - timedelta(minutes=1)
        joined = join_cohort(code=cohort.join_code, given_name="Banc", family_name=f"D'essai {number}", at=at)
        self.enrolment: Enrolment = joined.enrolment
        self.key, self.client, self.size, self.requests, self.spent = key, Client(), 0, 0, 0.0
        self.client.handler = SERVER
        self.client.force_login(self.enrolment.person)

    def run(self) -> float:
        """CPU milliseconds of the requests alone; making up the answers isn't counted."""
        self._ask("post", reverse("attempt-start", args=[self.enrolment.pk, self.key]))
        attempt = Attempt.objects.get(enrolment=self.enrolment)
        sitting = sitting_of(attempt)
        answers = model_answers(attempt.assessment_version_id)
        self.size = sitting.size
        for place in sitting.places():
            address = reverse("attempt-question", args=[attempt.token, place.number])
            values = place.kind.values(place.shown(), answers[place.question.key])
            self._ask("get", address)
            self._ask("post", address, values)
        self._ask("get", reverse("attempt-review", args=[attempt.token]))
        self._ask("post", reverse("attempt-submit", args=[attempt.token]))
        self._ask("get", reverse("attempt-result", args=[attempt.token]))
        return self.spent

    def _ask(self, method: str, address: str, values: dict[str, list[str]] | None = None) -> None:
        form = {"data": urlencode(values or {}, doseq=True), "content_type": FORM} if method == "post" else {}
        begun = time.process_time()
        response = getattr(self.client, method)(address, **form)
        self.spent += (time.process_time() - begun) * 1000
        self.requests += 1
        if response.status_code not in (200, 302):
            raise SystemExit(f"{address} answers {response.status_code}")
