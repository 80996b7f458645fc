"""The canonical form of the library files: one order of keys, nothing written that is empty.

What was read from it is equal to what was written, and writing it again gives the same bytes.
"""

from typing import Any

import yaml

from curriculum.formats import (
    CompetencySpec,
    CrosswalkSpec,
    FrameworkSpec,
    HostSpec,
    LevelSpec,
    LineSpec,
    ReferenceSpec,
    ScaleSpec,
    StrandSpec,
    UnitSpec,
    competency_identifier,
)
from curriculum.formats import crosswalk as crosswalk_format
from curriculum.formats import framework as framework_format
from curriculum.formats import reference as reference_format
from curriculum.formats import strand as strand_format


class _Dumper(yaml.SafeDumper):
    """Writes every text between quotes unless it has several lines, so that "1.0" and "on" stay texts."""


class _Key(str):
    """A key, which stays bare."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _key(dumper: yaml.SafeDumper, key: _Key) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(key))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Key, _key)
_Dumper.ignore_aliases = lambda _self, _data: True  # type: ignore[method-assign,assignment]


def dump_framework(spec: FrameworkSpec) -> bytes:
    def competency(node: CompetencySpec) -> dict[str, Any]:
        ours = competency_identifier(spec.slug, spec.label, node.code) if node.code else ""
        return {
            "code": node.code,
            "kind": node.kind,
            "identifier": "" if node.identifier == ours else node.identifier,
            "uri": node.uri,
            "title": _texts(node.title, spec.language),
            "description": _texts(node.description, spec.language),
            "children": [competency(child) for child in node.children],
        }

    return _write(
        {
            "format": framework_format.FORMAT,
            "slug": spec.slug,
            "label": spec.label,
            "language": spec.language,
            "name": spec.name,
            "title": _texts(spec.title, spec.language),
            "description": spec.description,
            "identifier": spec.identifier,
            "uri": spec.uri,
            "creator": spec.creator,
            "publisher": spec.publisher,
            "source": spec.source,
            "licence": spec.licence,
            "adoption_status": spec.adoption_status,
            "adopted_on": spec.adopted_on,
            "starts_on": spec.starts_on,
            "ends_on": spec.ends_on,
            "text_status": _texts(spec.text_status, spec.language),
            "levels": [_level(level, spec.language) for level in spec.levels],
            "scales": [_scale(scale, spec.language) for scale in spec.scales],
            "competencies": [competency(node) for node in spec.competencies],
        }
    )


def dump_reference(spec: ReferenceSpec) -> bytes:
    return _write(
        {
            "format": reference_format.FORMAT,
            "slug": spec.slug,
            "label": spec.label,
            "language": spec.language,
            "abbreviation": spec.abbreviation,
            "title": spec.title,
            "kind": spec.kind,
            "legal_text": spec.legal_text,
            "starts_on": spec.starts_on,
            "ends_on": spec.ends_on,
            "predecessor": _name(spec.predecessor),
            "facts": [vars(fact) for fact in spec.facts],
            "codes": [vars(code) for code in spec.codes],
            "hosts": [_without_line(host) for host in spec.hosts],
            "units": [_unit(unit) for unit in spec.units],
        }
    )


def dump_strand(spec: StrandSpec) -> bytes:
    return _write(
        {
            "format": strand_format.FORMAT,
            "slug": spec.slug,
            "label": spec.label,
            "language": spec.language,
            "title": spec.title,
            "author": spec.author,
            "standing": spec.standing,
            "legal_basis": spec.legal_basis,
            "standing_on": spec.standing_on,
            "reference": _name(spec.reference),
            "framework": _name(spec.framework),
            "hours": spec.hours,
            "introduction": spec.introduction,
            "lines": [_without_line(line) for line in spec.lines],
        }
    )


def dump_crosswalk(spec: CrosswalkSpec) -> bytes:
    return _write(
        {
            "format": crosswalk_format.FORMAT,
            "slug": spec.slug,
            "label": spec.label,
            "language": spec.language,
            "title": spec.title,
            "author": spec.author,
            "source": _name(spec.source),
            "target": _name(spec.target),
            "introduction": spec.introduction,
            "alignments": [
                {"origin": a.origin, "destination": a.destination, "kind": a.kind, "rationale": a.rationale}
                for a in spec.alignments
            ],
        }
    )


def _level(level: LevelSpec, main: str) -> dict[str, Any]:
    title, band = _texts(level.title, main), _texts(level.band, main)
    return {"rank": level.rank, "code": level.code, "title": title, "band": band}


def _scale(scale: ScaleSpec, main: str) -> dict[str, Any]:
    rungs = [
        {"code": rung.code, "title": _texts(rung.title, main), "first": rung.first, "last": rung.last}
        for rung in scale.rungs
    ]
    return {"key": scale.key, "title": _texts(scale.title, main), "rungs": rungs}


def _texts(texts: dict[str, str], main: str) -> dict[str, str]:
    """The file's language first, then the others by name: a database may lose the order."""
    return {language: texts[language] for language in sorted(texts, key=lambda name: (name != main, name))}


def _unit(unit: UnitSpec) -> dict[str, Any]:
    return {
        "code": unit.code,
        "kind": unit.kind,
        "title": unit.title,
        "hours": unit.hours,
        "note": unit.note,
        "verified": unit.verified,
        "choose": unit.choose,
        "children": [_unit(child) for child in unit.children],
    }


def _without_line(spec: HostSpec | LineSpec) -> dict[str, Any]:
    return {key: value for key, value in vars(spec).items() if key != "line"}


def _name(name: tuple[str, str] | None) -> dict[str, str] | None:
    return {"slug": name[0], "label": name[1]} if name else None


def _write(content: dict[str, Any]) -> bytes:
    text = yaml.dump(_bare(content), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, encoding="utf-8")
    return bytes(text)


def _bare(value: Any) -> Any:
    """Without what is empty; keys as keys."""
    if isinstance(value, dict):
        kept = {key: _bare(entry) for key, entry in value.items() if entry not in (None, "", [], {})}
        return {_Key(key): entry for key, entry in kept.items()}
    if isinstance(value, list):
        return [_bare(entry) for entry in value]
    return value
