"""A person's records, the strands one may be opened for, and what to do about what is missing in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from certificates.choices import Standing
from certificates.models import Annex, Award, AwardEvidence, TrainingRecord
from certificates.queries.awards import own_awards
from certificates.queries.covering import LineCoverage
from certificates.queries.standing import verdict_of
from content.versions import State, Visibility
from courses.models import ActivityTarget
from curriculum.models import DigitalStrandVersion
from people.models import Person
from people.policies import Viewer

RELATED = (
    "person",
    "reference_version__reference",
    "strand_version__framework_version__framework",
    "strand_version__strand",
)


@dataclass(frozen=True)
class Lesson:
    """A course that teaches what is missing."""

    title: str
    slug: str


def own_records(person: Viewer) -> QuerySet[TrainingRecord]:
    """The person's own, oldest first. Nobody else sees a record yet."""
    if not isinstance(person, Person):
        return TrainingRecord.objects.none()
    return TrainingRecord.objects.filter(person=person).select_related(*RELATED).order_by("opened_at", "pk")


def published_strands() -> QuerySet[DigitalStrandVersion]:
    """Strands of public trainings in force."""
    strands = DigitalStrandVersion.objects.filter(state=State.PUBLISHED, strand__visibility=Visibility.PUBLIC)
    related = ("strand", "reference_version__reference", "framework_version__framework")
    return strands.select_related(*related).order_by("reference_version__reference__abbreviation", "-number")


def strands_to_open(person: Viewer) -> QuerySet[DigitalStrandVersion]:
    """Those for whose training this person has no record yet."""
    return published_strands().exclude(reference_version__in=own_records(person).order_by().values("reference_version"))


def strand_for(award: Award) -> DigitalStrandVersion | None:
    """The strand of the session in which this award was earned; else the published one of the session's training."""
    row = (
        AwardEvidence.objects.filter(award=award)
        .select_related("enrolment__cohort__strand_version__reference_version")
        .order_by("pk")
        .first()
    )
    if row is None:
        return None
    cohort = row.enrolment.cohort
    if cohort.strand_version is not None or cohort.reference_version_id is None:
        return cohort.strand_version
    strands = DigitalStrandVersion.objects.filter(reference_version=cohort.reference_version_id, state=State.PUBLISHED)
    return strands.select_related("reference_version").order_by("-number").first()


def awards_with_records(person: Viewer) -> list[Award]:
    """What this person holds, newest first, each with the records it is in. Three queries."""
    annexes = Annex.objects.select_related("record__reference_version__reference").order_by("added_at", "pk")
    mine = own_awards(person).prefetch_related(None)
    return list(mine.prefetch_related("status_changes", Prefetch("annexes", annexes)))


def addable_awards(person: Viewer, annexes: Iterable[Annex], at: datetime) -> list[Award]:
    """The person's certificates that stand and aren't in the record that has `annexes`. Two queries and a prefetch."""
    held = {annex.award_id for annex in annexes}
    mine = [award for award in own_awards(person) if award.pk not in held]
    return [award for award in mine if verdict_of(award, at) == Standing.VALID]


def teaching(lines: Iterable[LineCoverage]) -> dict[object, Lesson]:
    """Line → a public course in force that works on its competency at its level or above. One query."""
    asked = {line.line.pk: (line.line.competency_id, line.line.level.rank) for line in lines}
    targets = ActivityTarget.objects.filter(
        competency__in={competency for competency, _rank in asked.values()},
        level__isnull=False,
        activity__course_version__state=State.PUBLISHED,
        activity__course_version__course__visibility=Visibility.PUBLIC,
        activity__course_version__course__archived_at=None,
    )
    version = "activity__course_version__"
    rows = targets.values_list("competency_id", "level__rank", f"{version}title", f"{version}course__slug").distinct()
    found: dict[object, Lesson] = {}
    for competency, rank, title, slug in rows.order_by(f"{version}title"):
        for line, (wanted, least) in asked.items():
            if competency == wanted and rank >= least:
                found.setdefault(line, Lesson(title, slug))
    return found
