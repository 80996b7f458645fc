"""Renewing: who passed again near the end of their certificate, or after it, gets a new one that is linked to the old.

What was earned again was earned in a session of its own: the old award keeps its evidence, the new one has another."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from certificates.choices import CriterionKind, Renewal
from certificates.models import AchievementVersion, Award, AwardHolder, StatusChange
from certificates.queries.facts import ENDED
from certificates.queries.situation import Case


def renewable_awards(version: AchievementVersion, people: Iterable[UUID], at: datetime) -> dict[UUID, Award]:
    """By person, the newest award of this achievement that may be renewed now. One query at most."""
    if version.renewal != Renewal.RETAKE:
        return {}
    rows = AwardHolder.objects.filter(
        person__in=set(people),
        award__achievement_version__achievement=version.achievement_id,
        award__valid_until__isnull=False,
        award__renewed_by=None,
        award__replaced_by=None,
    )
    last = StatusChange.objects.filter(award=OuterRef("award")).order_by("-pk").values("kind")[:1]
    rows = rows.annotate(last=Subquery(last)).select_related("award__issuer")
    newest = {
        row.person_id: row.award
        for row in rows.order_by("award__awarded_at", "pk")
        if row.person_id and row.last not in ENDED
    }
    return {person: award for person, award in newest.items() if _open(award, version, at)}


def renewed_by(case: Case, awards: dict[UUID, Award]) -> Award | None:
    """The award that this person renews: all that is asked was done again since. Another certificate that is asked for
    counts as long as it is valid, whenever it was earned."""
    award = awards.get(case.enrolment.person_id)
    if award is None or not case.met:
        return None
    used = [leaf for leaf in case.reading.used() if leaf.fact is not None]
    days = [leaf.fact.on for leaf in used if leaf.fact is not None and leaf.node.kind != CriterionKind.ACHIEVEMENT]
    return award if days and min(days) > award.awarded_on else None


def renewable_from(award: Award, version: AchievementVersion) -> date | None:
    """The first day on which it can be renewed, where it can."""
    if award.valid_until is None or version.renewal != Renewal.RETAKE:
        return None
    return award.valid_until - timedelta(days=version.renewal_days)


def _open(award: Award, version: AchievementVersion, at: datetime) -> bool:
    first, today = renewable_from(award, version), at.astimezone(ZoneInfo(award.issuer.time_zone)).date()
    return first is not None and today >= first
