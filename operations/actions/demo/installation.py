"""The library, the bodies and the staff of the demonstration."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from content.actions import load_folder
from operations.actions.demo.people import (
    ADMINISTRATOR,
    CERTIFIER,
    OPERATOR,
    SECOND,
    SIGNATORY,
    TRAINER,
    TRAINING_BODY,
    Staff,
)
from people.actions import create_organisation, create_staff, ensure_library_owner, grant_role, open_installation
from people.choices import Role
from people.models import Organisation, Person


@dataclass(frozen=True)
class Bodies:
    """The two bodies of the demonstration and who acts in them."""

    training_body: Organisation
    certifier: Organisation
    trainer: Person
    signatory: Person
    second: Person
    administrator: Person


def load_library(*, at: datetime) -> int:
    """Load and publish what Volet ships; returns the number of versions that were new."""
    report = load_folder(folder=settings.VOLET_LIBRARY, owner=ensure_library_owner(), at=at, publish=True)
    return report.count("created")


@transaction.atomic
def make_bodies(*, at: datetime) -> Bodies:
    """The operating organisation with its administrator, a training body with a trainer, a certifier with a signatory."""
    administrator = open_installation(
        given_name=ADMINISTRATOR.given_name,
        family_name=ADMINISTRATOR.family_name,
        email=ADMINISTRATOR.email,
        password="",
        organisation_name=OPERATOR,
        trains=False,
        certifies=False,
        at=at,
    )
    administrator.is_demo = True
    administrator.set_unusable_password()
    administrator.save(update_fields=["is_demo", "password"])
    Organisation.objects.filter(operates=True).update(is_demo=True)
    training_body = create_organisation(
        name=TRAINING_BODY, trains=True, certifies=False, by=administrator, at=at, is_demo=True
    )
    certifier = create_organisation(name=CERTIFIER, trains=False, certifies=True, by=administrator, at=at, is_demo=True)
    trainer, signatory, second = _staff(TRAINER), _staff(SIGNATORY), _staff(SECOND)
    for person, organisation, role in (
        (trainer, training_body, Role.TRAINER),
        (trainer, training_body, Role.ADMINISTRATOR),
        (trainer, training_body, Role.AUTHOR),
        (signatory, certifier, Role.CERTIFIER),
        (signatory, certifier, Role.ADMINISTRATOR),
        (second, certifier, Role.ADMINISTRATOR),
    ):
        grant_role(person=person, organisation=organisation, role=role, by=administrator, at=at)
    return Bodies(training_body, certifier, trainer, signatory, second, administrator)


def _staff(staff: Staff) -> Person:
    """Without a usable password until `hand_out_keys` draws one."""
    person = create_staff(
        given_name=staff.given_name, family_name=staff.family_name, email=staff.email, password="", is_demo=True
    )
    person.set_unusable_password()
    person.save(update_fields=["password"])
    return person
