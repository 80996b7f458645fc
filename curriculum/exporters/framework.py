"""A framework version as JSON: what a machine gets at its lasting address."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from curriculum.models import Competency, Erratum, FrameworkVersion, ProficiencyLevel

FACTS = (
    "identifier",
    "label",
    "title",
    "description",
    "state",
    "language",
    "publisher",
    "creator",
    "source",
    "licence",
    "adoption_status",
)
DAYS = ("adopted_on", "starts_on", "ends_on", "published_at")


def framework_document(
    version: FrameworkVersion,
    *,
    children: Iterable[Competency],
    after: int | None,
    levels: Iterable[ProficiencyLevel],
    errata: Iterable[Erratum],
    base_url: str,
) -> dict[str, Any]:
    """`children` are those of the first level, which have their version; `after` says where the next ones are read."""

    def address(of: Any) -> str:
        return base_url.rstrip("/") + str(of.get_absolute_url())

    here = address(version)
    links = [{"rel": "canonical", "href": here}, {"rel": "alternate", "href": f"{here}?format=html"}]
    if version.forked_from:
        links.append({"rel": "predecessor-version", "href": address(version.forked_from)})
    if after is not None:
        links.append({"rel": "next", "href": f"{here}?format=json&after={after}"})
    return {
        "uri": here,
        "source_uri": version.uri,
        "slug": version.framework.slug,
        **{name: getattr(version, name) for name in FACTS},
        **{name: _day(getattr(version, name)) for name in DAYS},
        "levels": [{"rank": level.rank, "code": level.code, "title": level.title} for level in levels],
        "scales": version.scales,
        "errata": [_erratum(entry) for entry in errata],
        "children": [address(child) for child in children],
        "links": links,
    }


def _erratum(entry: Erratum) -> dict[str, Any]:
    return {"number": entry.number, "summary": entry.summary, "source": entry.source, "at": _day(entry.at)}


def _day(when: date | datetime | None) -> str | None:
    return when.isoformat() if when else None
