"""A draft of a certificate to be earned: opened from the version in force, settled, thrown away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.choices import Issuing, Renewal
from certificates.models import Achievement, AchievementTarget, AchievementVersion, Criterion, Signatory
from certificates.policies import can_manage_achievement
from content.versions import State, new_edit_token, next_label
from curriculum.actions.versions import next_number
from curriculum.models import FrameworkVersion
from people.actions import record
from people.models import Person

#: What a version says beside its words, and hands on to the next one.
SETTLED = (
    "language",
    "course_id",
    "activity_key",
    "title",
    "summary",
    "needs_supervision",
    "validity_months",
    "valid_until",
    "renewal",
    "renewal_days",
    "issuing",
    "badge",
)


@dataclass(frozen=True)
class Terms:
    """How long it lasts (months, until a day, or neither: for life), how it is renewed and issued, who stands under it."""

    validity_months: int | None
    valid_until: date | None
    renewal: str
    renewal_days: int
    issuing: str
    signatories: Sequence[tuple[str, str]]


def locked_draft(*, version: AchievementVersion, edit_token: str, by: Person) -> AchievementVersion:
    """The draft the author read, locked, with a new token. With another token a colleague was faster: nothing is written."""
    if not can_manage_achievement(by, version.achievement):
        raise PermissionDenied
    draft = AchievementVersion.objects.select_for_update().select_related("achievement__owner").get(pk=version.pk)
    if not draft.is_draft:
        raise ValidationError(_("Cette version est publiée : elle ne change plus."), code="not_draft")
    if draft.edit_token != edit_token:
        message = _(
            "Une autre personne a modifié ce brouillon pendant que vous écriviez. Relisez-le, puis recommencez."
        )
        raise ValidationError(message, code="edited")
    draft.edit_token = new_edit_token()
    draft.save(update_fields=["edit_token"])
    return draft


@transaction.atomic
def settle_terms(
    *, version: AchievementVersion, terms: Terms, edit_token: str, by: Person, at: datetime
) -> AchievementVersion:
    """Replaces the terms and all signatories of the draft."""
    draft = locked_draft(version=version, edit_token=edit_token, by=by)
    if terms.validity_months is not None and terms.valid_until is not None:
        raise ValidationError(_("Choisissez une durée ou une date de fin, pas les deux."), code="validity")
    draft.validity_months, draft.valid_until = terms.validity_months, terms.valid_until
    draft.renewal, draft.renewal_days = Renewal(terms.renewal), terms.renewal_days
    draft.issuing = Issuing(terms.issuing)
    draft.save(update_fields=["validity_months", "valid_until", "renewal", "renewal_days", "issuing"])
    draft.signatories.all().delete()
    Signatory.objects.bulk_create(
        Signatory(version=draft, position=place, name=name, function=function)
        for place, (name, function) in enumerate(terms.signatories, 1)
    )
    record(verb="achievement-settled", noun=draft, by=by, at=at, organisation=draft.achievement.owner)
    return draft


@transaction.atomic
def open_draft(*, achievement: Achievement, by: Person, at: datetime) -> AchievementVersion:
    """« Préparer une nouvelle version »: a draft that says what the version in force says. One draft at a time."""
    if not can_manage_achievement(by, achievement):
        raise PermissionDenied
    Achievement.objects.select_for_update(no_key=True).get(pk=achievement.pk)  # a second click waits for the first
    draft = achievement.versions.filter(state=State.DRAFT).first()
    if draft is not None:
        return draft
    old = achievement.versions.filter(state=State.PUBLISHED).first()
    if old is None:
        raise ValidationError(_("Aucune version publiée : il n'y a rien à reprendre."), code="no_version")
    draft = draft_after(old, old.framework_version)
    AchievementTarget.objects.bulk_create(
        AchievementTarget(
            version=draft,
            position=one.position,
            statement=one.statement,
            competency_id=one.competency_id,
            level_id=one.level_id,
        )
        for one in old.targets.all()
    )
    copy_criteria(old, draft)
    record(verb="achievement-draft-opened", noun=draft, by=by, at=at, organisation=achievement.owner)
    return draft


@transaction.atomic
def discard_draft(*, version: AchievementVersion, by: Person, at: datetime) -> None:
    """The draft goes, and the certificate with it where it has no other version and nobody is authorised for it."""
    achievement = version.achievement
    if not can_manage_achievement(by, achievement):
        raise PermissionDenied
    draft = AchievementVersion.objects.select_for_update().get(pk=version.pk)
    if not draft.is_draft:
        raise ValidationError(_("« %(version)s » n'est plus un brouillon.") % {"version": draft})
    record(verb="achievement-draft-discarded", noun=draft, by=by, at=at, organisation=achievement.owner)
    remove_draft(draft)
    named = Criterion.objects.filter(achievement=achievement).exists()
    if not achievement.versions.exists() and not achievement.authorisations.exists() and not named:
        achievement.delete()


def draft_after(old: AchievementVersion, framework: FrameworkVersion) -> AchievementVersion:
    """The next version, with all that `old` settles but its statements and criteria."""
    draft = AchievementVersion.objects.create(
        achievement=old.achievement,
        number=next_number(old.achievement, AchievementVersion, "achievement"),
        label=next_label(old.label, set(old.achievement.versions.values_list("label", flat=True))),
        framework_version=framework,
        **{name: getattr(old, name) for name in SETTLED},
    )
    Signatory.objects.bulk_create(
        Signatory(version=draft, position=one.position, name=one.name, function=one.function)
        for one in old.signatories.all()
    )
    return draft


def copy_criteria(old: AchievementVersion, draft: AchievementVersion) -> dict[int, Criterion]:
    """The tree of `old` under `draft`; the new row of each node by the key of the old one."""
    made: dict[int, Criterion] = {}
    waiting = sorted(old.criteria.all(), key=lambda row: row.pk)
    while waiting:
        row = next(one for one in waiting if one.parent_id is None or one.parent_id in made)
        waiting.remove(row)
        copy = Criterion.objects.get(pk=row.pk)
        copy.pk, copy.version = None, draft
        copy.parent = made[row.parent_id] if row.parent_id else None
        copy._state.adding = True
        copy.save(force_insert=True)
        made[row.pk] = copy
    return made


def remove_draft(draft: AchievementVersion) -> None:
    """With all that hangs on it, leaves of the tree first."""
    while draft.criteria.exists():
        draft.criteria.filter(children=None).delete()
    draft.signatories.all().delete()
    draft.targets.all().delete()
    draft.delete()
