"""The one user model: staff sign in with a password or a passkey, trainees with a PIN."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from people.choices import SecretKind


class PersonManager(UserManager["Person"]):
    @classmethod
    def normalize_email(cls, email: str | None) -> Any:
        """An absent address is NULL, never '': `createsuperuser` asks for none."""
        return super().normalize_email(email).lower() or None


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody. Never deleted: erasure leaves a tombstone without a name (`erased_at`), which keys may go on naming."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("nom d'utilisateur"), max_length=60, unique=True)
    email = models.EmailField(_("adresse e-mail"), null=True, blank=True)  # noqa: DJ001  (unique or absent, never '')
    given_name = models.CharField(_("prénom"), max_length=80, blank=True)
    family_name = models.CharField(_("nom"), max_length=80, blank=True)
    language = models.CharField(_("langue"), max_length=8, default="fr")
    secret_kind = models.CharField(max_length=8, choices=SecretKind.choices, default=SecretKind.PASSWORD)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_("exploitant (admin)"), default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = PersonManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["given_name", "family_name"]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ("family_name", "given_name")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="person_email_unique"),
            models.CheckConstraint(condition=~Q(email=""), name="person_email_never_blank"),
            models.CheckConstraint(
                condition=~Q(secret_kind=SecretKind.PIN) | Q(is_staff=False, is_superuser=False),
                name="person_pin_is_no_staff",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(email=None, given_name="", family_name=""), name="person_tombstone_bare"
            ),
        )

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        if self.erased_at:
            return str(_("personne effacée"))
        return f"{self.given_name} {self.family_name}".strip() or self.username

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.given_name or self.username

    def clean(self) -> None:
        super().clean()
        self.email = self.email or None

    @classmethod
    def normalize_username(cls, username: Any) -> Any:
        return super().normalize_username(username).lower()
