"""Finding one person: by PIN, by e-mail, by invitation; and everything known about one."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from people.choices import SecretKind
from people.models import Invitation, Person
from people.registries import personal_data

EXPORT_FORMAT = "volet-person/1"


def person_with_pin(username: str, pin: str) -> Person | None:
    """The trainee whose user name and PIN these are. An unknown name costs the same hashing as a wrong PIN."""
    person = Person.objects.filter(username=Person.normalize_username(username)).first()
    if person is None or person.secret_kind != SecretKind.PIN:
        Person().set_password(pin)
        return None
    return person if person.check_password(pin) and person.is_active else None


def person_with_id(pk: UUID) -> Person | None:
    """Every signed-in request begins with this one, so it is written out: the ORM takes three times as long."""
    key = Person._meta.pk.get_db_prep_value(pk, connection)
    return next(iter(Person.objects.raw("SELECT * FROM people_person WHERE id = %s", [key])), None)


def person_with_email(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email).first()


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def usable_invitation(token: str, *, at: datetime) -> tuple[Invitation | None, str]:
    """The invitation this link gives, and "" or why it no longer serves: "unknown", "used" or "expired"."""
    found = (
        Invitation.objects.select_related("organisation", "created_by").filter(token_digest=token_digest(token)).first()
    )
    if found is None:
        return None, "unknown"
    if found.accepted_at is not None:
        return found, "used"
    return found, "expired" if found.expires_at <= at else ""


def export_person(person: Person) -> dict[str, Any]:
    """All that every room holds about a person, as JSON values (GDPR, articles 15 and 20)."""
    rooms = {name: entry.export(person) for name, entry in personal_data.items()}
    return {"format": EXPORT_FORMAT, "id": str(person.pk), "rooms": rooms}
