"""A certificate to be earned that no course proposed: its first draft, in the certifier's own words."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from certificates.choices import Issuing
from certificates.models import Achievement, AchievementVersion
from certificates.policies import can_certify
from content.versions import State
from courses.models import CourseVersion
from curriculum.models import FrameworkVersion
from people.actions import record
from people.models import Organisation, Person

LONGEST_SLUG = 80
#: Words that stand where a slug would in this room's addresses.
ADDRESSES = ("new", "propose")


@dataclass(frozen=True)
class Foundation:
    """`course_id` says whose sessions are concerned, `activity_key` which of its assessments has its conditions printed;
    `validity_months` None is for life."""

    title: str
    summary: str
    framework_version: FrameworkVersion
    course_id: UUID
    activity_key: str
    issuing: str
    validity_months: int | None
    needs_supervision: bool


@transaction.atomic
def found_achievement(*, owner: Organisation, foundation: Foundation, by: Person, at: datetime) -> AchievementVersion:
    """Version 1.0 as a draft, without a « sait … » line yet."""
    if not can_certify(by, owner):
        raise PermissionDenied
    Organisation.objects.select_for_update(no_key=True).get(pk=owner.pk)  # a second click waits for the first
    if AchievementVersion.objects.filter(
        achievement__owner=owner, achievement__archived_at=None, state=State.DRAFT, title=foundation.title
    ).exists():
        raise ValidationError(
            {"title": _("Un brouillon porte déjà ce titre : ouvrez-le, ou choisissez un autre titre.")}, code="twice"
        )
    version = AchievementVersion.objects.create(
        achievement=Achievement.objects.create(slug=_free_slug(foundation.title), owner=owner),
        number=1,
        label="1.0",
        title=foundation.title,
        summary=foundation.summary,
        framework_version=foundation.framework_version,
        course_id=foundation.course_id,
        activity_key=foundation.activity_key,
        issuing=Issuing(foundation.issuing),
        validity_months=foundation.validity_months,
        needs_supervision=foundation.needs_supervision,
    )
    record(verb="achievement-founded", noun=version, by=by, at=at, organisation=owner)
    return version


def _free_slug(title: str) -> str:
    """One that no certificate has (docs/decisions/0002), and that no course proposes: its proposal stays open."""
    base = slugify(title)[: LONGEST_SLUG - 5].strip("-") or "certificat"
    proposals = CourseVersion.objects.exclude(certificate={}).values_list("certificate", flat=True)
    taken: Container[str] = {
        *ADDRESSES,
        *Achievement.objects.filter(slug__startswith=base).values_list("slug", flat=True),
        *(str(one.get("slug")) for one in proposals),
    }
    return next(slug for number in count(1) if (slug := base if number == 1 else f"{base}-{number}") not in taken)
