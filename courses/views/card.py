"""The return card, kept in the session between the moment somebody joins and the moment they photographed it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from courses.actions import Joined
from people.models import Person

KEY = "card"


@dataclass(frozen=True)
class Card:
    """User name and PIN, and the address that holds both: the PIN stands after the #, so it reaches no log."""

    enrolment: str
    name: str
    username: str
    pin: str
    session: str

    @property
    def spaced_pin(self) -> str:
        return f"{self.pin[:3]} {self.pin[3:]}"

    @property
    def link(self) -> str:
        return f"{settings.VOLET_BASE_URL}{reverse('person-return')}?{urlencode({'u': self.username})}#{self.pin}"


def card_of(person: Person, pin: str, *, enrolment: str, session: str) -> Card:
    return Card(enrolment, person.display_name, person.username, pin, session)


def keep_card(request: HttpRequest, joined: Joined | None) -> None:
    """Keep the card of somebody who just joined; None forgets it."""
    if joined is None:
        request.session.pop(KEY, None)
        return
    enrolment = joined.enrolment
    request.session[KEY] = vars(
        card_of(enrolment.person, joined.pin, enrolment=str(enrolment.pk), session=enrolment.cohort.name)
    )


def kept_card(request: HttpRequest) -> Card | None:
    kept = request.session.get(KEY)
    return Card(**kept) if kept else None
