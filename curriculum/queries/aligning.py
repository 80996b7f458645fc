"""A crosswalk as people read and write it: each origin with what it corresponds to, what is reviewed, what to search."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from content.versions import State
from curriculum.choices import AlignmentBasis, AlignmentKind, AlignmentState
from curriculum.formats import searchable
from curriculum.models import Alignment, Competency, CompetencyText, CrosswalkVersion, FrameworkVersion
from curriculum.policies import drafting_organisations
from curriculum.queries.trees import Node, chosen_text
from curriculum.queries.visible import crosswalk_versions_visible_to
from people.policies import Viewer

#: What nobody of this installation has reviewed yet, whether proposed here or read from a file.
UNREVIEWED = Q(state=AlignmentState.PROPOSED) | Q(state=AlignmentState.ACCEPTED, reviewed_by=None)
SHOWN = ("waiting", "done", "nothing", "all")
FOUND = 20


@dataclass(frozen=True)
class Pair:
    """An alignment as shown: `joined` where several origins reach its destination."""

    alignment: Alignment
    destination: Node | None
    joined: bool

    @property
    def unreviewed(self) -> bool:
        state = self.alignment.state
        return state == AlignmentState.PROPOSED or (
            state == AlignmentState.ACCEPTED and self.alignment.reviewed_by_id is None
        )


@dataclass(frozen=True)
class Aligned:
    """A competency of one side with its pairs on the other; `pairs` are alignments that were not set aside."""

    node: Node
    pairs: list[Pair]
    rejected: list[Pair]

    @property
    def unreviewed(self) -> bool:
        return not self.pairs or any(pair.unreviewed for pair in self.pairs)


@dataclass(frozen=True)
class Review:
    """How far the review of a crosswalk is, counted in origins; `unreviewed` counts kept alignments nobody has checked."""

    total: int
    done: int
    proposed: int
    kept: int
    unreviewed: int


def crosswalk_draft(person: Viewer, slug: str) -> CrosswalkVersion | None:
    """The draft of this crosswalk, for those who may write it."""
    drafts = crosswalk_versions_visible_to(person).filter(state=State.DRAFT)
    return drafts.filter(crosswalk__slug=slug, crosswalk__owner__in=drafting_organisations(person)).first()


def competencies_with_texts(version: FrameworkVersion) -> QuerySet[Competency]:
    """Nodes in the order of the tree, with all their texts. Two queries when read."""
    texts = CompetencyText.objects.order_by("language", "-revision")
    return Competency.objects.filter(version=version).prefetch_related(Prefetch("texts", texts)).order_by("path")


def origins_of(version: CrosswalkVersion, show: str = "all", asked: str = "") -> QuerySet[Competency]:
    """Competencies of the source: those waiting for a review, those reviewed, those without a counterpart, or all."""
    own = Alignment.objects.filter(version=version, origin=OuterRef("pk"))
    waiting, kept = Exists(own.filter(UNREVIEWED)), Exists(own.filter(state=AlignmentState.ACCEPTED))
    found = _asked(competencies_with_texts(version.source), asked)
    if show == "waiting":
        return found.filter(waiting | ~kept)
    if show == "done":
        return found.filter(kept, ~waiting)
    if show == "nothing":
        return found.filter(Exists(own.filter(state=AlignmentState.ACCEPTED, destination=None)))
    return found


def review_of(version: CrosswalkVersion) -> Review:
    """« 17 relues sur 26 ». Three queries."""
    alignments = Alignment.objects.filter(version=version)
    counts = alignments.aggregate(
        proposed=Count("pk", filter=Q(state=AlignmentState.PROPOSED)),
        kept=Count("pk", filter=Q(state=AlignmentState.ACCEPTED)),
        unreviewed=Count("pk", filter=Q(state=AlignmentState.ACCEPTED, reviewed_by=None)),
    )
    total = Competency.objects.filter(version=version.source).count()
    done = origins_of(version, "done").order_by().count()
    return Review(total=total, done=done, **counts)


def clear_proposals(version: CrosswalkVersion) -> QuerySet[Alignment]:
    """Proposals that nobody would discuss: the same identifier, or the same code under the same title."""
    proposed = Alignment.objects.filter(version=version, state=AlignmentState.PROPOSED)
    same = Q(basis=AlignmentBasis.CODE, kind=AlignmentKind.EXACT)
    return proposed.filter(Q(basis=AlignmentBasis.IDENTIFIER) | same)


def next_to_review(version: CrosswalkVersion, after: str = "") -> Competency | None:
    """The next origin that waits, in the order of the tree, from the beginning again after the last one."""
    waiting = origins_of(version, "waiting").prefetch_related(None)
    return waiting.filter(path__gt=after).first() or waiting.first()


def aligned(
    version: CrosswalkVersion,
    nodes: Sequence[Competency],
    language: str,
    *,
    back: bool = False,
    kept_only: bool = False,
) -> list[Aligned]:
    """Each of these nodes with its alignments; `back`: the nodes are of the target. Three queries."""
    near, far = ("destination", "origin") if back else ("origin", "destination")
    alignments = Alignment.objects.filter(version=version, **{f"{near}__in": nodes}).select_related("reviewed_by")
    if kept_only:
        alignments = alignments.filter(state=AlignmentState.ACCEPTED)
    rows = list(alignments.order_by(f"{near}__path", f"{far}__path"))
    other = version.source if back else version.target
    ends = {getattr(row, f"{far}_id") for row in rows}
    far_nodes = {node.pk: spoken(node, other, language) for node in competencies_with_texts(other).filter(pk__in=ends)}
    joined = _reached_by_several(version, ends, far)
    pairs: dict[UUID, list[Pair]] = defaultdict(list)
    for row in rows:
        end = getattr(row, f"{far}_id")
        pairs[getattr(row, f"{near}_id")].append(Pair(row, far_nodes.get(end), end in joined))
    side = version.target if back else version.source
    return [
        Aligned(
            node=spoken(node, side, language),
            pairs=[pair for pair in pairs[node.pk] if pair.alignment.state != AlignmentState.REJECTED],
            rejected=[pair for pair in pairs[node.pk] if pair.alignment.state == AlignmentState.REJECTED],
        )
        for node in nodes
    ]


def search_target(version: CrosswalkVersion, asked: str, language: str, besides: Iterable[UUID] = ()) -> list[Node]:
    """The first competencies of the target with every word asked for, accents and case ignored. Two queries."""
    found = _asked(competencies_with_texts(version.target), asked).exclude(pk__in=besides)[:FOUND]
    return [spoken(node, version.target, language) for node in found] if asked.strip() else []


def asked_nodes(version: CrosswalkVersion, asked: str, *, back: bool) -> QuerySet[Competency]:
    """The nodes of one side with every word asked for, in themselves or in a kept counterpart."""
    near, far, side = ("destination", "origin", version.target) if back else ("origin", "destination", version.source)
    nodes = competencies_with_texts(side)
    for word in searchable(asked).split()[:8]:
        own = Alignment.objects.filter(version=version, state=AlignmentState.ACCEPTED, **{near: OuterRef("pk")})
        nodes = nodes.filter(
            Q(search_text__contains=word) | Exists(own.filter(**{f"{far}__search_text__contains": word}))
        )
    return nodes


def crosswalk_links(version: CrosswalkVersion) -> list[Alignment]:
    """What was kept, with both ends and their texts. Three queries."""
    kept = Alignment.objects.filter(version=version, state=AlignmentState.ACCEPTED)
    both = kept.select_related("origin", "destination").prefetch_related("origin__texts", "destination__texts")
    return list(both.order_by("origin__path", "destination__path"))


def spoken(competency: Competency, version: FrameworkVersion, language: str) -> Node:
    """A competency whose texts were fetched, as it is shown in this language."""
    competency.version = version
    texts = list(competency.texts.all())
    text, original = chosen_text(texts, (language, version.language)), chosen_text(texts, (version.language,))
    other = original if original and text and original.language != text.language else None
    return Node(competency, text, other, "")


def _asked(nodes: QuerySet[Competency], asked: str) -> QuerySet[Competency]:
    for word in searchable(asked).split()[:8]:
        nodes = nodes.filter(search_text__contains=word)
    return nodes


def _reached_by_several(version: CrosswalkVersion, ends: set[UUID | None], end: str) -> set[UUID]:
    """Those of these ends that several alignments reach which were not set aside."""
    reached = Alignment.objects.filter(version=version, **{f"{end}__in": [pk for pk in ends if pk]})
    counted = reached.exclude(state=AlignmentState.REJECTED).order_by().values(end).annotate(times=Count("pk"))
    return set(counted.filter(times__gt=1).values_list(end, flat=True))
