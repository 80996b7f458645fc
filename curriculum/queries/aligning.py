"""A crosswalk as people read and write it: each origin with what it corresponds to, what is reviewed, what to search."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from content.versions import State
from curriculum.choices import AlignmentBasis, AlignmentKind, AlignmentState
from curriculum.models import Alignment, Competency, CompetencyText, CrosswalkVersion, FrameworkVersion
from curriculum.policies import drafting_organisations
from curriculum.queries.searching import with_words, words_of
from curriculum.queries.trees import Node, chosen_text
from curriculum.queries.visible import crosswalk_versions_visible_to
from people.policies import Viewer

#: What nobody of this installation has reviewed yet, whether proposed here or read from a file.
UNREVIEWED = Q(state=AlignmentState.PROPOSED) | Q(state=AlignmentState.ACCEPTED, reviewed_by=None)
#: Proposals that nobody would discuss: the same identifier, or the same code under the same title.
CLEAR = Q(state=AlignmentState.PROPOSED) & (
    Q(basis=AlignmentBasis.IDENTIFIER) | Q(basis=AlignmentBasis.CODE, kind=AlignmentKind.EXACT)
)
SHOWN = ("waiting", "done", "nothing", "all")
FOUND = 20


@dataclass(frozen=True)
class Pair:
    """An alignment as shown: `joined` where another kept one reaches the same end."""

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
    """How far the review of a crosswalk is: `total` and `done` count origins, the others alignments.

    `unreviewed` were kept and nobody has checked them; `clear` are proposals that nobody would discuss.
    """

    total: int
    done: int
    proposed: int
    kept: int
    unreviewed: int
    clear: int


def crosswalk_draft(person: Viewer, slug: str) -> CrosswalkVersion | None:
    """The draft of this crosswalk, for those who may write it."""
    drafts = crosswalk_versions_visible_to(person).filter(state=State.DRAFT)
    return drafts.filter(crosswalk__slug=slug, crosswalk__owner__in=drafting_organisations(person)).first()


def competencies_with_texts(version: FrameworkVersion) -> QuerySet[Competency]:
    """Nodes in the order of the tree, with all their texts. Two queries when read."""
    nodes = Competency.objects.filter(version=version).order_by("path")
    return nodes.prefetch_related(Prefetch("texts", texts_in_order()))


def texts_in_order() -> QuerySet[CompetencyText]:
    """As `spoken` wants them: the last revision of each language first."""
    return CompetencyText.objects.order_by("language", "-revision")


def origins_of(version: CrosswalkVersion, show: str = "all", asked: str = "") -> QuerySet[Competency]:
    """Competencies of the source: those waiting for a review, those reviewed, those without a counterpart, or all."""
    own = Alignment.objects.filter(version=version, origin=OuterRef("pk"))
    waiting, kept = Exists(own.filter(UNREVIEWED)), Exists(own.filter(state=AlignmentState.ACCEPTED))
    found = with_words(competencies_with_texts(version.source), asked)
    if show == "waiting":
        return found.filter(waiting | ~kept)
    if show == "done":
        return found.filter(kept, ~waiting)
    if show == "nothing":
        return found.filter(Exists(own.filter(state=AlignmentState.ACCEPTED, destination=None)))
    return found


def review_of(version: CrosswalkVersion) -> Review:
    """« 17 relues sur 26 ». One query."""
    own, kept = Alignment.objects.filter(version=OuterRef("pk")), Q(state=AlignmentState.ACCEPTED)
    counts = CrosswalkVersion.objects.filter(pk=version.pk).values(
        total=_number(Competency.objects.filter(version=OuterRef("source"))),
        proposed=_number(own.filter(state=AlignmentState.PROPOSED)),
        kept=_number(own.filter(kept)),
        unreviewed=_number(own.filter(kept & UNREVIEWED)),
        clear=_number(own.filter(CLEAR)),
        done=_number(own.filter(kept | UNREVIEWED), of="origin") - _number(own.filter(UNREVIEWED), of="origin"),
    )
    return Review(**counts.get())


def clear_proposals(version: CrosswalkVersion) -> QuerySet[Alignment]:
    return Alignment.objects.filter(CLEAR, version=version)


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
    """Each of these nodes with its alignments; `back`: the nodes are of the target. Two queries."""
    near, far = ("destination", "origin") if back else ("origin", "destination")
    side, other = (version.target, version.source) if back else (version.source, version.target)
    kept = Alignment.objects.filter(version=version, state=AlignmentState.ACCEPTED)
    others = kept.filter(**{far: OuterRef(far)}).exclude(pk=OuterRef("pk"))
    alignments = kept if kept_only else Alignment.objects.filter(version=version)
    rows = (
        alignments.filter(**{f"{near}__in": nodes})
        .annotate(joined=Exists(others))
        .select_related("reviewed_by", far)
        .prefetch_related(Prefetch(f"{far}__texts", texts_in_order()))
        .order_by(f"{near}__path", f"{far}__path")
    )
    pairs: dict[UUID, list[Pair]] = defaultdict(list)
    for row in rows:
        end = getattr(row, far)
        pair = Pair(row, spoken(end, other, language) if end else None, row.joined)
        pairs[getattr(row, f"{near}_id")].append(pair)
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
    found = with_words(competencies_with_texts(version.target), asked).exclude(pk__in=besides)[:FOUND]
    return [spoken(node, version.target, language) for node in found] if asked.strip() else []


def asked_nodes(version: CrosswalkVersion, asked: str, *, back: bool) -> QuerySet[Competency]:
    """The nodes of one side with every word asked for, in themselves or in a kept counterpart."""
    near, far, side = ("destination", "origin", version.target) if back else ("origin", "destination", version.source)
    nodes = competencies_with_texts(side)
    for word in words_of(asked):
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


def _number(rows: QuerySet[Any], of: str = "pk") -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("version").values(number=Count(of, distinct=True))), 0)
