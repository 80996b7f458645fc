"""Two doors: staff by e-mail and password (with a second factor where they set one), trainees by user name and PIN."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from people.choices import SecretKind
from people.models import Person
from people.queries import person_with_id, person_with_pin


class KnownPerson(ModelBackend):
    """Who a session belongs to: somebody active, or nobody."""

    def get_user(self, user_id: UUID) -> Person | None:
        person = person_with_id(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None


class StaffBackend(KnownPerson, AuthenticationBackend):
    """django-allauth's, closed to PINs: six digits are safe only behind the limit of the return page."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, *, password: str, **credentials: Any
    ) -> AbstractBaseUser | None:
        person = super().authenticate(request, password=password, **credentials)
        # Refused here and not in `user_can_authenticate`: what that refuses, django-allauth keeps and signs in itself.
        return person if isinstance(person, Person) and person.secret_kind == SecretKind.PASSWORD else None


class PinBackend(KnownPerson):
    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, *, username: str, pin: str
    ) -> Person | None:
        return person_with_pin(username, pin)
