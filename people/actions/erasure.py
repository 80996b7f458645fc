"""Forgetting a person: a tombstone stays, so that what must outlive them keeps pointing somewhere."""

import secrets
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions.audit import record
from people.choices import Role
from people.models import Erasure, Invitation, Membership, Notice, Organisation, Person
from people.policies import forget_roles
from people.registries import personal_data
from people.signals import person_erased


@transaction.atomic
def erase_person(*, person: Person, by: Person | None, at: datetime) -> Erasure:
    """Erase what every room holds about a person, all or nothing; a second call returns the first erasure.

    Upper rooms forget first: what they hold may hang on what this room holds.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_at:
        return Erasure.objects.get(person=person)
    _refuse_last_administrator(person)
    report = {name: personal_data[name].erase(person, at=at) for name in reversed(list(personal_data))}
    erasure = Erasure.objects.create(person=person, by=by, at=at, report=report)
    record(verb="person-erased", noun=person, by=by, at=at)
    person_erased.send(sender=Person, person=person, at=at)
    return erasure


class PeopleData:
    """What this room holds about a person."""

    room = "people"

    def export(self, person: Person) -> dict[str, Any]:
        memberships = person.memberships.select_related("organisation").order_by("since")
        return {
            "username": person.username,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "email": person.email,
            "language": person.language,
            "created_at": person.created_at.isoformat(),
            "roles": [
                {
                    "organisation": membership.organisation.name,
                    "role": membership.role,
                    "since": membership.since.isoformat(),
                    "until": membership.until.isoformat() if membership.until else None,
                }
                for membership in memberships
            ],
            "notices": [
                {"title": notice.title, "body": notice.body, "at": notice.created_at.isoformat()}
                for notice in Notice.objects.filter(person=person)
            ],
            "organisations_asked": list(person.asked_organisations.values_list("name", flat=True)),
        }

    def erase(self, person: Person, *, at: datetime) -> dict[str, int]:
        """Ends roles and sessions, then leaves the bare row. Whoever holds a key to it reads « personne effacée »."""
        counts = {
            "roles": Membership.objects.filter(person=person, until=None, since__lt=at).update(until=at)
            + Membership.objects.filter(person=person, until=None).delete()[0],
            "requests": _end_requests(person, at=at),
            "invitations": Invitation.objects.filter(created_by=person, accepted_at=None, expires_at__gt=at).update(
                expires_at=at
            ),
            "notices": Notice.objects.filter(person=person).delete()[0],
            "addresses": EmailAddress.objects.filter(user=person).delete()[0],
            "second_factors": Authenticator.objects.filter(user=person).delete()[0],
            "admin_log": LogEntry.objects.filter(object_id=str(person.pk)).update(object_repr="", change_message=""),
            "sessions": _delete_sessions(person, at=at),
        }
        person.groups.clear()
        person.user_permissions.clear()
        _leave_tombstone(person, at=at)
        return counts


def _end_requests(person: Person, *, at: datetime) -> int:
    """Bodies they asked for and that never came to be: nobody waits for an answer, and their own words go."""
    asked = Organisation.objects.filter(asked_by=person, approved_at=None)
    ended = asked.filter(refused_at=None).update(refused_at=at)
    asked.update(purpose="", refusal="")
    return ended


def _leave_tombstone(person: Person, *, at: datetime) -> None:
    person.username = f"effacee-{secrets.token_hex(8)}"
    person.given_name = person.family_name = ""
    person.email = None
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.erased_at = at
    person.set_unusable_password()
    person.save()
    forget_roles(person)


def _delete_sessions(person: Person, *, at: datetime) -> int:
    """Sessions name their person inside an encoded blob, so all live ones are read."""
    live = Session.objects.filter(expire_date__gt=at).iterator(chunk_size=1000)
    own = [session.pk for session in live if session.get_decoded().get("_auth_user_id") == str(person.pk)]
    return Session.objects.filter(pk__in=own).delete()[0]


def _refuse_last_administrator(person: Person) -> None:
    """The installation must stay in somebody's hands; a body whose last administrator leaves has the installation's."""
    running = Membership.objects.filter(role=Role.ADMINISTRATOR, until=None, organisation__operates=True)
    if running.filter(person=person).exists() and not running.exclude(person=person).exists():
        raise ValidationError(
            _("Vous êtes seul ou seule à administrer cette installation : nommez d'abord quelqu'un d'autre.")
        )
