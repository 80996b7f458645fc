"""Reading training references: the list, what came before and after a text, what it can be added to, what is unverified."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from content.versions import State, Visibility
from curriculum.formats import searchable
from curriculum.models import HostLink, ReferenceUnit, RegistryCode, TrainingReference, TrainingReferenceVersion
from curriculum.policies import drafting_organisations
from curriculum.queries.visible import reference_versions_visible_to
from people.policies import Viewer


@dataclass(frozen=True)
class Chain:
    """Texts before and after one text, nearest first; several texts may replace the same one."""

    earlier: list[TrainingReferenceVersion]
    later: list[TrainingReferenceVersion]


@dataclass(frozen=True)
class Listed:
    """A text in the list: whether it is of the past, what replaced it, how many of its points are « à vérifier »."""

    version: TrainingReferenceVersion
    former: bool
    successor: TrainingReferenceVersion | None
    unverified: int


def listed_references(person: Viewer, asked: str = "", kind: str = "", *, on: date) -> list[Listed]:
    """Current and former texts, by name, where every word asked for is found: in the name, title, kind, text or a code.

    A constant number of queries. Drafts are another list: `drafts_of`.
    """
    doubts = [
        Prefetch(parts, model.objects.filter(verified=False), to_attr=f"unverified_{parts}")
        for parts, model in (("units", ReferenceUnit), ("hosts", HostLink))
    ]
    texts = reference_versions_visible_to(person).filter(state__in=(State.PUBLISHED, State.SUPERSEDED))
    every = list(texts.prefetch_related("codes", *doubts))
    successors: dict[UUID | None, TrainingReferenceVersion] = {}
    for text in sorted(every, key=lambda text: text.state == State.PUBLISHED):
        successors[text.predecessor_id] = text
    words = searchable(asked).split()
    return [
        Listed(text, is_former(text, on=on), successors.get(text.pk), _doubts(text))
        for text in every
        if kind in ("", text.reference.kind) and all(word in _words(text) for word in words)
    ]


def is_former(version: TrainingReferenceVersion, *, on: date) -> bool:
    """Whether a text is of the past: another one replaced it, or its last day is gone."""
    return version.state == State.SUPERSEDED or (version.ends_on is not None and version.ends_on < on)


def _doubts(text: Any) -> int:
    return unverified_count(text, text.codes.all(), text.unverified_units, text.unverified_hosts)


def drafts_of(person: Viewer) -> list[TrainingReferenceVersion]:
    """Drafts this person may write, the newest first."""
    drafts = TrainingReferenceVersion.objects.filter(
        state=State.DRAFT, reference__owner__in=drafting_organisations(person)
    )
    return list(drafts.select_related("reference__owner", "predecessor__reference").order_by("-created_at"))


def writable_reference_versions(person: Viewer) -> QuerySet[TrainingReferenceVersion]:
    """Texts of the trainings this person writes, whatever their state."""
    versions = TrainingReferenceVersion.objects.filter(reference__owner__in=drafting_organisations(person))
    return versions.select_related("reference__owner", "predecessor__reference")


def reference_chain(person: Viewer, version: TrainingReferenceVersion) -> Chain:
    """What `version` replaced, back to the first text, and what replaced it. One query; a circle is walked once."""
    links = reference_versions_visible_to(person).prefetch_related(None).select_related("reference")
    every = {entry.pk: entry for entry in links}
    after: dict[UUID | None, list[TrainingReferenceVersion]] = {}
    for entry in every.values():
        after.setdefault(entry.predecessor_id, []).append(entry)
    earlier: list[TrainingReferenceVersion] = []
    here = every.get(version.predecessor_id) if version.predecessor_id else None
    while here is not None and here not in earlier and here.pk != version.pk:
        earlier.append(here)
        here = every.get(here.predecessor_id) if here.predecessor_id else None
    later: list[TrainingReferenceVersion] = []
    waiting = list(after.get(version.pk, ()))
    while waiting:
        entry = waiting.pop(0)
        if entry not in later and entry.pk != version.pk:
            later.append(entry)
            waiting += after.get(entry.pk, ())
    return Chain(earlier, later)


def hosts_of(
    person: Viewer, version: TrainingReferenceVersion
) -> list[tuple[HostLink, TrainingReferenceVersion | None]]:
    """The trainings a complementary certificate can be added to, each with its newest text where one is held here."""
    links = list(version.hosts.order_by("position"))
    texts = reference_versions_visible_to(person).prefetch_related(None).order_by("number")
    held = texts.filter(state__in=(State.PUBLISHED, State.SUPERSEDED), reference__in=[link.host_id for link in links])
    newest = {text.reference_id: text for text in held}
    return [(link, newest.get(link.host_id) if link.host_id else None) for link in links]


def possible_hosts(version: TrainingReferenceVersion) -> QuerySet[TrainingReference]:
    """The other trainings that everybody may read, or that its owner writes: drafts of others have no name here."""
    known = Q(visibility=Visibility.PUBLIC) | Q(owner=version.reference.owner_id)
    return TrainingReference.objects.filter(known).exclude(pk=version.reference_id).order_by("abbreviation")


def guests_of(person: Viewer, version: TrainingReferenceVersion) -> list[TrainingReferenceVersion]:
    """The complementary certificates in force that say they can be added to this training. One query."""
    texts = reference_versions_visible_to(person).prefetch_related(None)
    return list(texts.filter(state=State.PUBLISHED, hosts__host=version.reference_id).distinct())


def unverified_count(
    version: TrainingReferenceVersion,
    codes: Iterable[RegistryCode],
    units: Iterable[ReferenceUnit],
    hosts: Iterable[HostLink],
) -> int:
    """How many « à vérifier » the page of a text shows."""
    parts: list[RegistryCode | ReferenceUnit | HostLink] = [*codes, *units, *hosts]
    missing = [not version.legal_text, version.starts_on is None]
    return sum(missing) + sum(not part.verified for part in parts) + sum(not fact["verified"] for fact in version.facts)


def _words(version: TrainingReferenceVersion) -> str:
    reference = version.reference
    codes = (code.code for code in version.codes.all())
    said = (reference.abbreviation, version.label, version.title, reference.get_kind_display(), version.legal_text)
    return searchable(" ".join((*said, *codes)))
