"""What the demonstration prints once it is ready."""

from dataclasses import dataclass

from django.urls import reverse

from certificates.models import Award
from courses.models import Cohort
from operations.actions.demo.people import SESSION, SHOWN, STAFF, Staff
from people.models import Person


@dataclass(frozen=True)
class Shown:
    """Staff to sign in as; trainees as (what they are good to see, user name); where to enter and what to check."""

    staff: tuple[Staff, ...]
    trainees: tuple[tuple[str, str], ...]
    join_code: str
    join_path: str
    award_path: str


def shown_in_demonstration() -> Shown:
    cohort = Cohort.objects.get(name=SESSION, organisation__is_demo=True)
    titles = ("Stagiaire, en cours", "Stagiaire, certifiée")
    people = [
        Person.objects.get(given_name=trainee.given_name, family_name=trainee.family_name, is_demo=True)
        for trainee in SHOWN
    ]
    award = Award.objects.filter(holder__person=people[-1]).order_by("-awarded_at").first()
    return Shown(
        staff=STAFF,
        trainees=tuple(zip(titles, [person.username for person in people], strict=True)),
        join_code=cohort.join_code,
        join_path=reverse("join-name", args=[cohort.join_code]),
        award_path=award.get_absolute_url() if award else "",
    )
