"""Where the move from one framework version to another stands: what points at the old one, what was moved."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from content.versions import State
from curriculum.choices import CarryFlag, CarryLineState, CarryState
from curriculum.models import CarryOver, CrosswalkVersion, FrameworkVersion
from curriculum.policies import drafting_organisations
from curriculum.queries.crosswalks import holders_first
from curriculum.registries import Dependant, Dependent, dependants
from people.policies import Viewer

#: What a crosswalk's page and its two versions are named by.
ENDS = ("crosswalk", "source__framework", "target__framework")


@dataclass(frozen=True)
class Pointing:
    """What one kind of thing has at the version: `mine` may be moved by this person, `others` by their owners."""

    kind: Dependant
    mine: list[Dependent]
    others: list[Dependent]
    also: dict[UUID, Dependent]


@dataclass(frozen=True)
class Move:
    """One thing on its way. `subject`: None once another version of it is in force; `draft`: None while there is none, or
    where it was deleted. `stage`: todo, busy, open, drafted or published."""

    stage: str
    subject: Dependent | None
    carry_over: CarryOver | None = None
    draft: Dependent | None = None

    @property
    def title(self) -> str:
        if self.draft:
            return self.draft.title
        return self.subject.title if self.subject else self.carry_over.subject_title if self.carry_over else ""

    @property
    def owner_name(self) -> str:
        found = self.subject or self.draft
        return found.owner_name if found else self.carry_over.owner.name if self.carry_over else ""


@dataclass(frozen=True)
class KindMoves:
    kind: Dependant
    moves: list[Move]
    others: list[Dependent]


def crosswalks_from(person: Viewer, version: FrameworkVersion) -> list[CrosswalkVersion]:
    """The crosswalks in force that start from a version: those of the holders of the frameworks first, then those within
    its framework, then the newest; last those taken out of use since this person began something with them. One query."""
    begun = CarryOver.objects.filter(
        owner__in=drafting_organisations(person), state__in=(CarryState.OPEN, CarryState.DRAFTED)
    )
    usable = Q(state=State.PUBLISHED) | Q(pk__in=begun.values("crosswalk_version"))
    found = CrosswalkVersion.objects.filter(usable, source=version).select_related(*ENDS)
    within = sorted(
        found.order_by("-published_at", "-number"), key=lambda table: table.target.framework_id != version.framework_id
    )
    return sorted(holders_first(within), key=lambda table: table.state != State.PUBLISHED)


def pointing_at(person: Viewer, framework: FrameworkVersion, also: Collection[UUID] = ()) -> list[Pointing]:
    """Everything that points at a framework version, kind by kind, in the order of moving. Drafts of others stay out."""
    own = drafting_organisations(person)
    found = []
    for kind in dependants.in_order():
        every = kind.pointing_at(framework, also)
        named = {entry.id: entry for entry in every if entry.id in also}
        here = [entry for entry in every if entry.id not in named]
        mine = [entry for entry in here if entry.owner_id in own]
        others = [entry for entry in here if entry.owner_id not in own and entry.state == State.PUBLISHED]
        found.append(Pointing(kind, mine, others, named))
    return found


def carry_overs_visible_to(person: Viewer) -> QuerySet[CarryOver]:
    """With `total`, `clear`, `left` and `to_review`: how many lines, those that need no eye, those without a decision."""
    undecided = Q(lines__state=CarryLineState.PROPOSED)
    clear = Q(lines__flag=CarryFlag.SAME)
    return (
        CarryOver.objects.filter(owner__in=drafting_organisations(person))
        .select_related("owner", *(f"crosswalk_version__{end}" for end in ENDS))
        .annotate(
            total=Count("lines"),
            clear=Count("lines", filter=clear & undecided),
            left=Count("lines", filter=undecided),
            to_review=Count("lines", filter=undecided & ~clear),
        )
    )


def next_to_finish(person: Viewer, carry_over: CarryOver) -> CarryOver | None:
    """The first of those that were prepared with it and wait for somebody, in the order of moving. One query."""
    waiting = carry_overs_visible_to(person).filter(
        crosswalk_version=carry_over.crosswalk_version_id, state__in=(CarryState.OPEN, CarryState.DRAFTED)
    )
    rows = waiting.exclude(pk=carry_over.pk).order_by("subject_title", "at")
    return min(rows, key=lambda row: dependants[row.kind].order, default=None)


def moves(person: Viewer, crosswalk: CrosswalkVersion) -> list[KindMoves]:
    """What this person has to move along a crosswalk, and how far each thing is. Out of use: what was begun, no more."""
    started = carry_overs_visible_to(person).exclude(state=CarryState.ABANDONED)
    rows = list(started.filter(crosswalk_version=crosswalk).order_by(F("subject_title"), "at"))
    drafts = {row.draft_id for row in rows if row.draft_id}
    found = [_of_kind(pointing, rows) for pointing in pointing_at(person, crosswalk.source, drafts)]
    if crosswalk.state == State.PUBLISHED:
        return found
    return [KindMoves(kind.kind, [move for move in kind.moves if move.carry_over], []) for kind in found]


def _of_kind(found: Pointing, rows: list[CarryOver]) -> KindMoves:
    known = {row.subject_id: row for row in rows if row.kind == found.kind.name}
    here = {subject.id: subject for subject in found.mine if subject.id not in found.also}
    moving = [_move(here.get(row.subject_id), row, found) for row in known.values()]
    waiting = [
        Move("busy" if subject.busy else "todo", subject) for subject in here.values() if subject.id not in known
    ]
    order = {"todo": 0, "open": 1, "drafted": 2, "busy": 3, "published": 4}
    return KindMoves(found.kind, sorted([*waiting, *moving], key=lambda move: order[move.stage]), found.others)


def _move(subject: Dependent | None, row: CarryOver, found: Pointing) -> Move:
    """The draft says by itself whether it was published: its owner may have done so elsewhere."""
    draft = found.also.get(row.draft_id) if row.draft_id else None
    published = row.state == CarryState.PUBLISHED or (draft is not None and draft.state != State.DRAFT)
    return Move("published" if published else str(row.state), subject, row, draft)
