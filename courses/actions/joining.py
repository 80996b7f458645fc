"""Coming into a session: with its code and a name, or as somebody who already has an account."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Cohort, Enrolment
from courses.queries.joining import joinable_cohort, namesakes
from people.actions import create_pin_person, draw_pin
from people.models import Person

#: How long a form sent twice still means one person, in seconds.
TWICE = 120


@dataclass(frozen=True)
class Joined:
    """A new trainee. `pin` is shown once: only its hash is kept."""

    enrolment: Enrolment
    pin: str


def join_cohort(
    *,
    code: str,
    given_name: str,
    family_name: str,
    at: datetime,
    language: str = "fr",
    once: str = "",
    unless_namesake: bool = False,
) -> Joined:
    """A new person in the session of this code. The same name twice is two people; `unless_namesake` refuses it with
    the code `namesake`, for a screen to ask « Êtes-vous déjà venu ? ».

    `once` is a random text of the form: sent twice by an impatient finger, it makes one person.
    """
    drawn = draw_pin()
    with transaction.atomic():
        cohort = joinable_cohort(code, at)
        Cohort.objects.select_for_update().get(pk=cohort.pk)  # one at a time: two taps come together
        if once and (joined := _joined_already(cohort, once)):
            return joined
        _refuse_when_full(cohort)
        if unless_namesake and namesakes(cohort, given_name, family_name).exists():
            raise ValidationError(_("Quelqu'un est déjà dans la session sous ce nom."), code="namesake")
        demo = cohort.organisation.is_demo
        person, pin = create_pin_person(
            given_name=given_name, family_name=family_name, language=language, is_demo=demo, drawn=drawn
        )
        enrolment = Enrolment.objects.create(cohort=cohort, person=person, joined_at=at)
        if once:
            cache.set(_key(once), (str(enrolment.pk), _shifted(pin, once)), TWICE)
    return Joined(enrolment, pin)


@transaction.atomic
def enrol_person(*, cohort: Cohort, person: Person, at: datetime) -> Enrolment:
    """Somebody who has an account comes into a session, or comes back into it. Twice is once."""
    if cohort.is_over(at):
        raise ValidationError(_("Cette session est fermée : on ne peut plus y entrer."))
    enrolment, made = Enrolment.objects.get_or_create(cohort=cohort, person=person, defaults={"joined_at": at})
    if not made and enrolment.left_at is not None:
        enrolment.left_at = None
        enrolment.save(update_fields=["left_at"])
    return enrolment


def _refuse_when_full(cohort: Cohort) -> None:
    if Enrolment.objects.filter(cohort=cohort).count() >= settings.VOLET_LIMITS["roster"]:
        raise ValidationError(_("Cette session est complète. Demandez au formateur ou à la formatrice."), code="full")


def _joined_already(cohort: Cohort, once: str) -> Joined | None:
    """Who came in with this form a moment ago, if anybody did."""
    kept: tuple[str, str] | None = cache.get(_key(once))
    if kept is None:
        return None
    enrolment = Enrolment.objects.select_related("person", "cohort").filter(pk=kept[0], cohort=cohort).first()
    return Joined(enrolment, _shifted(kept[1], once, back=True)) if enrolment else None


def _key(once: str) -> str:
    return f"join:{hashlib.sha256(f'key {once}'.encode()).hexdigest()[:32]}"


def _shifted(pin: str, once: str, *, back: bool = False) -> str:
    """The PIN as the cache may hold it: moved by a number that only the form knows, since a cache is a table like any
    other, and stands in backups."""
    shift = int(hashlib.sha256(f"pin {once}".encode()).hexdigest(), 16)
    return f"{(int(pin) + (-shift if back else shift)) % 1_000_000:06d}"
