"""What a body reads: the records of the people who follow a part of their training there."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from certificates.choices import AnnexState
from certificates.models import Annex, AnnexDecision, RecordStage, TrainingRecord
from certificates.queries.covering import Coverage, LineCoverage, last_decision
from certificates.queries.kept import Shown
from certificates.queries.records import RELATED
from curriculum.models import ReferenceUnit
from people.choices import Role
from people.models import Organisation, Person
from people.policies import Viewer, roles_of

READERS = (Role.TRAINER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Proposal:
    """An annex as its body decides on it: the lines it may recognise, each with whether that was ticked last."""

    annex: Annex
    lines: list[tuple[LineCoverage, bool]]
    shown: Shown | None = None

    @property
    def decision(self) -> AnnexDecision | None:
        return last_decision(self.annex)


def reading_bodies(person: Viewer) -> set[UUID]:
    """Organisations for which this person reads records. No query but that of the roles."""
    return {organisation for role, organisation in roles_of(person) if role in READERS}


def body_records(
    person: Viewer, asked: str = "", state: str = "", training: UUID | None = None, day: date | None = None
) -> QuerySet[TrainingRecord]:
    """Records of our people, by training and name, with `annex_count` and `waiting`: how many wait for a decision. `day`:
    of those who follow a part of it with us on that day, as far as they said when."""
    stages = RecordStage.objects.filter(organisation__in=reading_bodies(person), ended_at=None)
    if day is not None:
        begun = Q(starts_on=None) | Q(starts_on__lte=day)
        stages = stages.filter(begun & (Q(ends_on=None) | Q(ends_on__gte=day)))
    found = TrainingRecord.objects.filter(pk__in=stages.order_by().values("record")).select_related(*RELATED)
    for word in asked.replace("\0", "").split()[:5]:
        named = Q(person__given_name__icontains=word) | Q(person__family_name__icontains=word)
        found = found.filter(named | Q(file_number__icontains=word))
    if training is not None:
        found = found.filter(reference_version=training)
    counted = found.annotate(
        annex_count=Count("annexes", distinct=True),
        waiting=Count("annexes", filter=Q(annexes__state=AnnexState.PROPOSED), distinct=True),
    )
    if state in AnnexState.values:
        counted = counted.filter(pk__in=Annex.objects.filter(state=state).values("record"))
    return counted.order_by("reference_version__reference__abbreviation", "person__family_name", "person__given_name")


def presented(records: QuerySet[TrainingRecord]) -> QuerySet[TrainingRecord]:
    """With what each person presents (`annexes`) and the parts they follow now (`stages`). Two more queries."""
    annexes = Annex.objects.select_related("award", "foreign_award").order_by("added_at", "pk")
    stages = RecordStage.objects.filter(ended_at=None).select_related("unit").order_by("starts_on", "pk")
    return records.prefetch_related(Prefetch("annexes", annexes), Prefetch("stages", stages))


def trainings_of(person: Viewer) -> list[tuple[UUID, str]]:
    """Those for which there is a record to read."""
    rows = body_records(person).order_by("reference_version__title", "reference_version__label")
    return list(rows.values_list("reference_version", "reference_version__title").distinct())


def deciding_body(person: Viewer, record: TrainingRecord) -> Organisation | None:
    """The body in whose name this person decides: that of the record's newest part among theirs. One query."""
    stages = record.stages.filter(organisation__in=reading_bodies(person), ended_at=None)
    newest = stages.select_related("organisation").order_by("-starts_on", "-pk").first()
    return newest.organisation if newest is not None else None


def body_annexes(person: Viewer) -> QuerySet[Annex]:
    """Those that this person may decide on."""
    return Annex.objects.filter(record__in=body_records(person).order_by().values("pk")).select_related(
        "record__person",
        "record__reference_version__reference",
        "record__strand_version",
        "award__issuer",
        "foreign_award",
    )


def proposals(covered: Coverage) -> list[Proposal]:
    """For each annex, the lines that it names; after these, for a certificate of elsewhere, all others. No query."""
    lines = {str(line.line.pk): line for unit in covered.units for line in unit.lines}
    found = []
    for annex in covered.held:
        decision = last_decision(annex)
        decided = decision is not None and decision.state == AnnexState.ACCEPTED
        ticked = {line["line"] for line in decision.lines} if decision is not None and decided else None
        named = [(lines[entry["line"]], entry) for entry in annex.coverage if entry["line"] in lines]
        if annex.foreign_award_id is not None:
            reached = {entry["line"] for entry in annex.coverage}
            named += [(one, {"line": key, "sure": False}) for key, one in lines.items() if key not in reached]
        own = decision if decided else None
        rows = [
            (replace(one, decision=own), entry["line"] in ticked if ticked is not None else entry.get("sure", True))
            for one, entry in named
        ]
        foreign = annex.foreign_award
        found.append(Proposal(annex, rows, Shown(foreign, timezone.localdate()) if foreign is not None else None))
    return found


def own_stages(record: TrainingRecord) -> list[RecordStage]:
    return list(record.stages.filter(ended_at=None).select_related("organisation", "unit"))


def bodies_to_choose(person: Person) -> QuerySet[Organisation]:
    """Those whose sessions this person joined."""
    return Organisation.objects.filter(cohorts__enrolments__person=person).distinct().order_by("name")


def units_to_choose(record: TrainingRecord) -> QuerySet[ReferenceUnit]:
    return ReferenceUnit.objects.filter(version=record.reference_version_id).order_by("position")


def has_decided(organisation: Organisation, record: TrainingRecord) -> bool:
    return AnnexDecision.objects.filter(annex__record=record, organisation=organisation).exists()
