"""Making people: staff with an e-mail and a password, trainees with a user name and a PIN."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from people import limits
from people.actions.audit import record
from people.choices import SecretKind
from people.models import Person
from people.queries import person_with_email
from people.validators import tidy_email, tidy_name

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
TRIES = 20


@dataclass(frozen=True)
class DrawnPin:
    """Six digits and their hash. Hashing takes 45 ms: who is about to lock the database draws first."""

    pin: str
    hashed: str


def draw_pin() -> DrawnPin:
    pin = f"{secrets.randbelow(1_000_000):06d}"
    return DrawnPin(pin, make_password(pin))


@transaction.atomic
def create_pin_person(
    *, given_name: str, family_name: str, language: str = "fr", is_demo: bool = False, drawn: DrawnPin | None = None
) -> tuple[Person, str]:
    """A trainee and their PIN, six digits that are shown once: only its hash is kept."""
    drawn = drawn or draw_pin()
    person = Person(
        given_name=tidy_name(given_name),
        family_name=tidy_name(family_name),
        language=_known_language(language),
        secret_kind=SecretKind.PIN,
        is_demo=is_demo,
        password=drawn.hashed,
    )
    return _save_under_free_username(person, person.given_name), drawn.pin


@transaction.atomic
def reissue_pin(*, person: Person, by: Person | None, at: datetime) -> str:
    """A new PIN; the old one and every open session of the person end with it. The caller checked that `by` may."""
    if person.secret_kind != SecretKind.PIN or person.erased_at:
        raise ValidationError(_("Cette personne ne se connecte pas avec un PIN."))
    drawn = draw_pin()
    person.password = drawn.hashed
    person.save(update_fields=["password"])
    for limit in (limits.PIN, limits.PIN_DAY):
        limit.reset(person.username)
    record(verb="pin-reissued", noun=person, by=by, at=at)
    return drawn.pin


@transaction.atomic
def create_staff(*, given_name: str, family_name: str, email: str, password: str, is_demo: bool = False) -> Person:
    """Somebody with an e-mail and a password, without any role yet. Forms check the strength of the password."""
    address = tidy_email(email)
    validate_email(address)
    if person_with_email(address):
        raise _taken()
    person = Person(
        given_name=tidy_name(given_name), family_name=tidy_name(family_name), email=address, is_demo=is_demo
    )
    person.set_password(password)
    try:
        return _save_under_free_username(person, f"{person.given_name} {person.family_name}")
    except IntegrityError as error:
        raise _taken() from error


@transaction.atomic
def rename_person(*, person: Person, given_name: str, family_name: str) -> Person:
    """Staff may correct their name. A trainee's stands on a list, soon on a certificate: a trainer corrects it."""
    if person.secret_kind == SecretKind.PIN:
        raise ValidationError(_("Votre formateur ou formatrice peut corriger votre nom."))
    person.given_name, person.family_name = tidy_name(given_name), tidy_name(family_name)
    person.save(update_fields=["given_name", "family_name"])
    return person


@transaction.atomic
def set_language(*, person: Person, language: str) -> Person:
    person.language = _known_language(language)
    person.save(update_fields=["language"])
    return person


def _known_language(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _taken() -> ValidationError:
    return ValidationError(_("Cette adresse e-mail a déjà un compte : connectez-vous d'abord."), code="email")


def _save_under_free_username(person: Person, name: str) -> Person:
    """Save as "ines-k7m2": readable on a card, unique. A name without Latin letters becomes "volet-k7m2"."""
    stem = slugify(name)[:24].strip("-_") or "volet"
    for _try in range(TRIES):
        person.username = f"{stem}-{''.join(secrets.choice(SIGNS) for _sign in range(4))}"
        if not Person.objects.filter(username=person.username).exists():
            break
    with transaction.atomic():
        person.save(force_insert=True)
    return person
