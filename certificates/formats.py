"""A record as a file: `volet.record/1`, described in docs/reference/record-format.md. What export and import share."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

FORMAT: Final = "volet.record/1"
MANIFEST: Final = "record.json"
FOLDER: Final = "certificates/"


@dataclass(frozen=True)
class StageFile:
    """`unit` is a code; dates are ISO, or empty."""

    body: str
    unit: str = ""
    starts_on: str = ""
    ends_on: str = ""
    ended: bool = False


@dataclass(frozen=True)
class DecisionFile:
    """As told by the installation that wrote the file. `lines`: `{"unit", "statement", "effect", "legal_basis"}`."""

    body: str
    state: str
    at: str
    reason: str = ""
    lines: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class AnnexFile:
    """`file` is the name of the certificate in the archive, `sha256` its digest."""

    file: str
    sha256: str
    title: str
    number: str
    issuer: str
    added_at: str
    state: str
    decisions: list[DecisionFile] = field(default_factory=list)


@dataclass(frozen=True)
class RecordFile:
    """`reference` and `strand`: `{"slug", "label", "title"}`."""

    reference: dict[str, str]
    strand: dict[str, str]
    file_number: str
    opened_at: str
    made_at: str
    installation: str
    stages: list[StageFile]
    annexes: list[AnnexFile]

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)


class FormatError(ValueError):
    """Where in the manifest something is missing or of the wrong kind."""


def record_from(text: str) -> RecordFile:
    """Raises FormatError with the path of what is wrong. Unknown keys are left alone."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise FormatError(f"{MANIFEST}, line {line}") from error
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise FormatError("format")
    return RecordFile(
        reference=_named(data, "reference"),
        strand=_named(data, "strand"),
        file_number=_text(data, "file_number"),
        opened_at=_text(data, "opened_at"),
        made_at=_text(data, "made_at"),
        installation=_text(data, "installation"),
        stages=[_stage(one, f"stages[{place}]") for place, one in enumerate(_list(data, "stages"))],
        annexes=[_annex(one, f"annexes[{place}]") for place, one in enumerate(_list(data, "annexes"))],
    )


def _stage(value: Any, where: str) -> StageFile:
    row = _mapping(value, where)
    texts = {name: _text(row, name, where) for name in ("body", "unit", "starts_on", "ends_on")}
    return StageFile(**texts, ended=row.get("ended") is True)


def _annex(value: Any, where: str) -> AnnexFile:
    row = _mapping(value, where)
    names = ("file", "sha256", "title", "number", "issuer", "added_at", "state")
    decisions = [
        _decision(one, f"{where}.decisions[{place}]") for place, one in enumerate(_list(row, "decisions", where))
    ]
    return AnnexFile(**{name: _text(row, name, where) for name in names}, decisions=decisions)


def _decision(value: Any, where: str) -> DecisionFile:
    row = _mapping(value, where)
    lines = [
        {name: _text(_mapping(one, where), name, where) for name in ("unit", "statement", "effect", "legal_basis")}
        for one in _list(row, "lines", where)
    ]
    return DecisionFile(**{name: _text(row, name, where) for name in ("body", "state", "at", "reason")}, lines=lines)


def _named(data: Mapping[str, Any], name: str) -> dict[str, str]:
    row = _mapping(data.get(name), name)
    return {part: _text(row, part, name) for part in ("slug", "label", "title")}


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise FormatError(where)
    return value


def _list(data: Mapping[str, Any], name: str, where: str = "") -> list[Any]:
    value = data.get(name, [])
    if not isinstance(value, list) or len(value) > 500:
        raise FormatError(f"{where}.{name}".strip("."))
    return value


def _text(data: Mapping[str, Any], name: str, where: str = "") -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > 5_000 or not _storable(value):
        raise FormatError(f"{where}.{name}".strip("."))
    return value


def _storable(text: str) -> bool:
    """Neither NUL nor half of a surrogate pair, which no database keeps."""
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)
