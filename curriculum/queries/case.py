"""What the CASE read API answers with: parts of public framework versions, by identifier.

A few queries for each, however large the version. An identifier that is no UUID is found by the UUIDv5 it goes out with.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Length

from content.versions import Visibility
from curriculum.formats.case_derived import licence_identifier
from curriculum.formats.case_values import public_identifier
from curriculum.models import Association, Competency, CompetencyText, Definition, FrameworkVersion
from curriculum.policies import READABLE

Row = TypeVar("Row", bound=Model)
#: The place and the value that say a UUID is one of version 5: only these may stand for another identifier.
VERSION_PLACE, NAMED = 14, "5"


def public_versions() -> QuerySet[FrameworkVersion]:
    """Framework versions that everybody may read, with their levels."""
    versions = FrameworkVersion.objects.filter(_public()).select_related("framework").prefetch_related("levels")
    return versions.order_by("-published_at", "-number")


def document_of(identifier: str) -> FrameworkVersion | None:
    return _newest(public_versions(), identifier)


def item_of(identifier: str) -> Competency | None:
    """With its version, its first texts (`first_texts`), and `has_children`."""
    children = Competency.objects.filter(parent=OuterRef("pk"))
    items = _of_versions(Competency.objects.annotate(has_children=Exists(children)))
    return _newest(items.prefetch_related(_first_texts()), identifier)


def associations_of(item: Competency) -> list[Association]:
    """All that start or end at an item, edges of the tree first."""
    rows = Association.objects.filter(version=item.version).filter(Q(origin=item) | Q(destination=item))
    return list(rows.order_by("pk"))


def association_of(identifier: str) -> Association | None:
    return _newest(_of_versions(Association.objects.all()), identifier)


def ends_of(associations: Iterable[Association]) -> list[Competency]:
    """The items at both ends, with their first texts. Two queries."""
    keys = {key for entry in associations for key in (entry.origin_id, entry.destination_id) if key}
    return list(Competency.objects.filter(pk__in=keys).prefetch_related(_first_texts()))


def definitions_of(kind: str, identifier: str) -> Sequence[Definition]:
    """The definition asked for, then those below it by their hierarchy codes."""
    found = _newest(_of_versions(Definition.objects.filter(kind=kind)), identifier)
    if found is None:
        return []
    code = found.data.get("hierarchyCode", "")
    if not isinstance(code, str) or not code:
        return [found]
    near = Definition.objects.filter(version=found.version_id, kind=kind, data__hierarchyCode__startswith=f"{code}.")
    return [found, *near.exclude(pk=found.pk).order_by("pk")]


def licensed_version(identifier: str) -> FrameworkVersion | None:
    """The newest version under a licence that is known by its name alone, and whose entry is derived from it."""
    versions = public_versions().exclude(licence="")
    return next(
        (v for v in versions if licence_identifier(v.licence) == identifier and "licenseURI" not in v.extra), None
    )


def _first_texts() -> "Prefetch[str]":
    """Later revisions are errata: no part of what was published."""
    return Prefetch("texts", CompetencyText.objects.filter(revision=1).order_by("pk"), to_attr="first_texts")


def _public(version: str = "") -> Q:
    return Q(**{f"{version}state__in": READABLE, f"{version}framework__visibility": Visibility.PUBLIC})


def _of_versions(rows: QuerySet[Row]) -> QuerySet[Row]:
    known = rows.filter(_public("version__")).select_related("version__framework")
    return known.order_by("-version__published_at", "-version__number")


def _newest(rows: QuerySet[Row], identifier: str) -> Row | None:
    """By identifier, in either case; else the one whose identifier goes out as this UUIDv5."""
    found = _rightful(rows.filter(identifier__in={identifier, identifier.lower(), identifier.upper()}))
    if found is not None or identifier[VERSION_PLACE] != NAMED:
        return found
    foreign = rows.prefetch_related(None).alias(size=Length("identifier")).exclude(size=len(identifier))
    names = foreign.values_list("pk", "identifier").iterator()
    keys = [pk for pk, name in names if public_identifier(name) == identifier.lower()]
    return _rightful(rows.filter(pk__in=keys)) if keys else None


def _rightful(rows: QuerySet[Row]) -> Row | None:
    """The newest of the framework that published it first: who copies an identifier doesn't speak in its place."""
    found = list(rows)
    first = min(map(_version, found), key=lambda version: (version.published_at, version.created_at), default=None)
    return next((row for row in found if first and _version(row).framework_id == first.framework_id), None)


def _version(row: Model) -> FrameworkVersion:
    return row if isinstance(row, FrameworkVersion) else row.version  # type: ignore[attr-defined]
