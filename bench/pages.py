"""Server CPU and number of SQL statements of the pages people meet most."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.stage import Row, cpu_milliseconds
from certificates.models import Award
from courses.models import Cohort, Enrolment
from operations.actions.demo.people import SESSION, SIGNATORY, TRAINEES, TRAINER, Stage
from people.models import Person

SQL_BAR = 12


def rows() -> Iterator[Row]:
    for name, client, address, bar in _pages():
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{name}: {address} answers {response.status_code}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        statements = len(queries)  # read now: the log is emptied by the next request
        yield Row(f"{name}: server CPU", cpu_milliseconds(lambda c=client, a=address: c.get(a)), "ms", bar)
        yield Row(f"{name}: SQL", statements, "statements", SQL_BAR)


def _pages() -> Iterator[tuple[str, Client, str, float | None]]:
    cohort = Cohort.objects.get(name=SESSION)
    reading = _enrolment(Stage.IN_SECOND_LESSON)
    practising = _enrolment(Stage.PRACTISING)
    award = Award.objects.order_by("awarded_at").first()
    anyone, trainee, other = Client(), _client(reading.person), _client(practising.person)
    trainer = _client(Person.objects.get(email=TRAINER.email))
    certifier = _client(Person.objects.get(email=SIGNATORY.email))
    attempt = practising.attempts.get(state="open")
    yield "home", anyone, reverse("home"), None
    yield "log-in", anyone, reverse("account_login"), 6
    yield "join", anyone, reverse("join-name", args=[cohort.join_code]), None
    yield "verify", anyone, reverse("award-verify", args=[award.public_id]), None
    yield "public course", anyone, reverse("course-detail", args=[cohort.course_version.course.slug]), None
    yield "trainee: home", trainee, reverse("trainee-home"), 15
    yield "trainee: course", trainee, reverse("enrolment-detail", args=[reading.pk]), 15
    yield "trainee: lesson", trainee, reverse("activity-open", args=[reading.pk, "fiche-sanitaire"]), 15
    yield "trainee: question", other, reverse("attempt-question", args=[attempt.token, 1]), 15
    yield "trainer: who needs me", trainer, reverse("cohort-detail", args=[cohort.pk]), None
    yield "trainer: matrix", trainer, reverse("cohort-matrix", args=[cohort.pk]), None
    yield "certifier: queue", certifier, reverse("certifier-home"), None


def _enrolment(stage: Stage) -> Enrolment:
    trainee = next(trainee for trainee in TRAINEES if trainee.stage == stage)
    return Enrolment.objects.select_related("person").get(
        person__given_name=trainee.given_name, person__family_name=trainee.family_name
    )


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client
