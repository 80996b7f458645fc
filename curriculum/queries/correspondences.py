"""What a competency corresponds to in other versions, and which crosswalks there are."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects

from content.versions import State
from curriculum.choices import AlignmentState
from curriculum.models import Alignment, Competency, CrosswalkVersion, FrameworkVersion
from curriculum.queries.aligning import UNREVIEWED, spoken, texts_in_order
from curriculum.queries.trees import Node
from curriculum.queries.visible import crosswalk_versions_visible_to
from people.policies import Viewer


@dataclass(frozen=True)
class Correspondence:
    """What stands opposite a competency: `node` of `version`, or nothing there; `back` where the crosswalk comes from it."""

    alignment: Alignment
    version: FrameworkVersion
    node: Node | None
    back: bool


def correspondences_of(person: Viewer, competency: Competency, language: str) -> list[Correspondence]:
    """Through the crosswalks in force: from the competency, and towards it where none leads from it to that version.

    Two queries.
    """
    crosswalks = crosswalk_versions_visible_to(person).filter(state=State.PUBLISHED).order_by()
    kept = Alignment.objects.filter(state=AlignmentState.ACCEPTED, version__in=crosswalks.values("pk"))
    rows = (
        kept.filter(Q(origin=competency) | Q(destination=competency))
        .select_related("version__crosswalk", "version__source__framework", "version__target__framework")
        .select_related("origin", "destination")
        .order_by("version__title", "origin__path", "destination__path")
    )
    ends = [row.destination if row.origin_id == competency.pk else row.origin for row in rows]
    prefetch_related_objects([end for end in ends if end], Prefetch("texts", texts_in_order()))
    found = []
    for row, other in zip(rows, ends, strict=True):
        back = row.origin_id != competency.pk
        version = row.version.source if back else row.version.target
        found.append(Correspondence(row, version, spoken(other, version, language) if other else None, back))
    led_to = {entry.version.pk for entry in found if not entry.back}
    return [entry for entry in found if not entry.back or entry.version.pk not in led_to]


def crosswalks_listed(person: Viewer) -> list[CrosswalkVersion]:
    """Those in force and this person's drafts, each with `unreviewed`: whether nobody checked some of it. One query."""
    own = Alignment.objects.filter(UNREVIEWED, version=OuterRef("pk"))
    shown = crosswalk_versions_visible_to(person).filter(state__in=(State.PUBLISHED, State.DRAFT))
    return list(shown.annotate(unreviewed=Exists(own)))
