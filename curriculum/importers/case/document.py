"""`CFDocument` → what a framework version says of itself."""

import datetime
from typing import Any

from curriculum.choices import AdoptionStatus, TextStatus
from curriculum.formats import FrameworkSpec, LevelSpec, RungSpec, ScaleSpec, framework_identifier
from curriculum.formats.case_derived import (
    ADOPTION,
    changed_at,
    label_of,
    language_of,
    name_of,
    slug_of,
)
from curriculum.formats.case_values import Json, mend
from curriculum.formats.framework import RANKS
from curriculum.importers.case.objects import Reading

STATES = {written: value for value, written in ADOPTION.items()}


def read_document(reading: Reading, identifier: str) -> FrameworkSpec:
    """The version without its nodes and definitions. What has no field of ours stays in `extra`."""
    version = _peek(reading, "version")
    language, title = _language(reading), reading.text("title")
    if not title:
        reading.lacks("title")
        title = identifier
    ours = reading.ours
    slug = _ours(ours, "slug") or slug_of(title, version, identifier)
    label = _ours(ours, "label") or label_of(version)
    if version == label:
        del reading.data["version"]
    source = reading.text("officialSourceURL")
    return FrameworkSpec(
        slug=slug,
        label=label,
        language=language,
        name=name_of(_ours(ours, "name") or title),
        title={language: title, **_texts(ours.get("titles"))},
        publisher=reading.text("publisher", 200),
        source=source or _ours(ours, "source"),
        licence="",
        adopted_on=_day(ours.get("adopted_on")),
        text_status={},
        levels=_levels(ours),
        competencies=(),
        identifier="" if identifier == framework_identifier(slug, label) else identifier,
        uri=reading.address(),
        creator=_creator(reading),
        description=reading.text("description"),
        adoption_status=_status(reading),
        starts_on=_date(reading, "statusStartDate"),
        ends_on=_date(reading, "statusEndDate"),
        scales=tuple(_scale(entry) for entry in _list(ours, "scales")),
    )


def statuses(ours: Json, languages: set[str]) -> dict[str, str]:
    """What each language's texts are: official, unless Volet had noted otherwise."""
    noted = _texts(ours.get("statuses"))
    return (
        noted
        if languages <= set(noted) and set(noted.values()) <= set(TextStatus.values)
        else (dict.fromkeys(sorted(languages), TextStatus.OFFICIAL.value))
    )


def settle_moment(reading: Reading, spec: FrameworkSpec) -> None:
    """The document's date is left out where it is the one we derive."""
    if reading.data.get("lastChangeDateTime") == changed_at(spec):
        del reading.data["lastChangeDateTime"]


def _peek(reading: Reading, key: str) -> str:
    value = reading.data.get(key, "")
    return value if isinstance(value, str) else ""


def _language(reading: Reading) -> str:
    tag = _peek(reading, "language")
    language = language_of(tag)
    if tag == language:
        del reading.data["language"]
    return language


def _creator(reading: Reading) -> str:
    creator = reading.text("creator", 200)
    unsaid = reading.ours.get("unsaid")
    if isinstance(unsaid, list) and "creator" in unsaid:
        return ""
    if not creator:
        reading.lacks("creator")
    return creator


def _status(reading: Reading) -> str:
    word = _peek(reading, "adoptionStatus")
    if word in STATES:
        del reading.data["adoptionStatus"]
        return STATES[word]
    return word.lower() if word.lower() in AdoptionStatus.values else ""


def _date(reading: Reading, key: str) -> datetime.date | None:
    value = reading.data.get(key)
    if mend("date", value) != value or value is None:
        return None
    del reading.data[key]
    return datetime.date.fromisoformat(value)


def _ours(ours: Json, key: str) -> str:
    value = ours.get(key, "")
    return value if isinstance(value, str) else ""


def _day(value: Any) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) and mend("date", value) == value else None


def _list(ours: Json, key: str) -> list[Json]:
    entries = ours.get(key, [])
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {key: text for key, text in value.items() if isinstance(text, str) and text and len(key) <= 8}


def _levels(ours: Json) -> tuple[LevelSpec, ...]:
    """Raises ValueError for a rank that is none, or that is taken."""
    found = [_level(entry) for entry in _list(ours, "levels")]
    ranks = {level.rank for level in found}
    if len(ranks) < len(found) or not ranks <= set(RANKS):
        raise ValueError
    return tuple(found)


def _level(entry: Json) -> LevelSpec:
    return LevelSpec(int(entry["rank"]), str(entry["code"])[:20], _texts(entry["title"]), _texts(entry.get("band")))


def _scale(entry: Json) -> ScaleSpec:
    rungs = (
        RungSpec(str(rung["code"]), _texts(rung["title"]), int(rung["first"]), int(rung["last"]))
        for rung in entry["rungs"]
    )
    return ScaleSpec(str(entry["key"]), _texts(entry["title"]), tuple(rungs))
