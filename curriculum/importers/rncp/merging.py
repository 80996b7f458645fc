"""What a training says once the registry has spoken: a text held here and a sheet → the text brought up to date. Pure.

What the registry doesn't speak of stays; nothing is taken away. A statement that didn't change keeps its source, and with
it the date of the export it was read in: the same file twice, or a newer one that says the same, changes nothing.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.text import slugify

from curriculum.choices import ReferenceKind, RegistryStatus, UnitKind
from curriculum.formats import FactSpec, ReferenceSpec, RegistryCodeSpec, UnitSpec, searchable
from curriculum.formats.registry import BlockSheet, Sheet

PUBLISHER = "France compétences, Licence Ouverte 2.0"
BLOCK = re.compile(r"BC0*(\d+)\Z")
REGISTERED_BLOCK = re.compile(r"(?:RNCP|RS)\d+BC\d+")
SHORT_CODE = 20
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
STATE = ("MINISTERE", "MINISTÈRE", "PREMIER MINISTRE")
UNIVERSITY = ("BUT", "DUT", "LICENCE", "MASTER", "DEUST", "LP", "UNIVERSITE", "GRADE")


def source_of(day: datetime.date | None) -> str:
    """Facts are stored in French, as all that the registry says."""
    if day is None:
        return f"{PUBLISHER}, export sans date"
    return f"{PUBLISHER}, export du {french_day(day)}"


def new_reference(sheet: Sheet, label: str, source: str) -> ReferenceSpec:
    """The text of a training that isn't held here yet."""
    named = f"{sheet.diploma_short} {sheet.code}".strip()
    base = ReferenceSpec(
        slug=slugify(sheet.code),
        label=label,
        language="fr",
        abbreviation=named if len(named) <= 60 else sheet.code,
        title=sheet.title or sheet.code,
        kind=kind_of(sheet),
        legal_text="",
        starts_on=None,
        ends_on=None,
        predecessor=None,
        facts=(),
        codes=(),
        units=(),
    )
    return merged(base, sheet, source)


def merged(base: ReferenceSpec, sheet: Sheet, source: str) -> ReferenceSpec:
    """`merged(merged(base, sheet), sheet) == merged(base, sheet)`."""
    units = base.units
    for block in sheet.blocks:
        units = _with_block(units, block)
    return replace(base, codes=_codes(base, sheet, source), facts=_facts(base, sheet, source), units=units)


def kind_of(sheet: Sheet) -> str:
    """From the sheet's short name and certifiers. Where these tell nothing, it is a registered title without more."""
    short = sheet.diploma_short.upper()
    if sheet.registry == "RS":
        return ReferenceKind.REGISTERED
    if short.startswith("CQP") or sheet.title.upper().startswith("CQP"):
        return ReferenceKind.BRANCH_CERTIFICATE
    if short == "TP":
        return ReferenceKind.MINISTRY_TITLE
    if short.startswith(UNIVERSITY):
        return ReferenceKind.UNIVERSITY
    if short and any(name.upper().startswith(STATE) for _siret, name in sheet.certifiers):
        return ReferenceKind.STATE_DIPLOMA
    return ReferenceKind.REGISTERED


def french_day(day: datetime.date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def _codes(base: ReferenceSpec, sheet: Sheet, source: str) -> tuple[RegistryCodeSpec, ...]:
    known = next((entry for entry in base.codes if entry.code == sheet.code), None)
    status = {True: RegistryStatus.ACTIVE, False: RegistryStatus.INACTIVE, None: ""}[sheet.active]
    told = RegistryCodeSpec(
        registry=sheet.registry,
        code=sheet.code,
        starts_on=known.starts_on if known else None,
        ends_on=sheet.ends_on or (known.ends_on if known else None),
        source=source,
        verified=True,
        status=str(status) or (known.status if known else ""),
        delivery_until=sheet.delivery_until or (known.delivery_until if known else None),
    )
    if known is None:
        return (*base.codes, told)
    if known.verified and replace(told, source=known.source) == known:
        return base.codes
    return tuple(told if entry is known else entry for entry in base.codes)


def _facts(base: ReferenceSpec, sheet: Sheet, source: str) -> tuple[FactSpec, ...]:
    facts = {fact.key: fact for fact in base.facts}
    for key, label, value in _statements(base, sheet):
        known = facts.get(key)
        if known is None or known.value != value or not known.verified:
            facts[key] = FactSpec(
                key=key, label=known.label if known else label, value=value, source=source, verified=True
            )
    return tuple(facts.values())


def _statements(base: ReferenceSpec, sheet: Sheet) -> Iterator[tuple[str, str, str]]:
    """(key, label, value) of all that the sheet says beside its code and its blocks."""
    if sheet.title and searchable(sheet.title) != searchable(base.title):
        yield "registry_title", f"Intitulé au répertoire ({sheet.code})", sheet.title
    days = (
        ("registry_journal", "Dernière parution au Journal officiel", sheet.journal_on),
        ("registry_decision", "Date de la décision d'enregistrement", sheet.decided_on),
        ("registry_effect", "Date d'effet de l'enregistrement", sheet.effective_on),
        ("registry_publication", "Date de publication de la fiche", sheet.published_on),
    )
    texts = (
        ("level", "Niveau", sheet.level),
        ("diploma", "Type de titre", _both(sheet.diploma, sheet.diploma_short)),
        ("certifiers", "Organismes certificateurs", " ; ".join(name for _siret, name in sheet.certifiers)),
        ("registry_type", "Type d'enregistrement", sheet.registration),
        *((key, label, french_day(day) if day else "") for key, label, day in days),
        ("registry_replaces", "Remplace au répertoire", ", ".join(sheet.predecessors)),
        ("registry_replaced_by", "Remplacé au répertoire par", ", ".join(sheet.successors)),
        ("ways", "Voies d'accès", " ; ".join(sheet.ways)),
        ("jobs", "Métiers (codes ROME)", " ; ".join(sheet.jobs)),
        ("specialities", "Spécialités de formation (NSF)", " ; ".join(sheet.specialities)),
        ("fields", "Domaines (Formacode)", " ; ".join(sheet.fields)),
        ("agreements", "Conventions collectives", " ; ".join(sheet.agreements)),
        ("partners", "Organismes habilités à former ou à évaluer", str(sheet.partners) if sheet.partners else ""),
    )
    yield from ((key, label, value) for key, label, value in texts if value)


def _both(name: str, short: str) -> str:
    return f"{name} ({short})" if name and short and name != short else name or short


def _with_block(units: tuple[UnitSpec, ...], block: BlockSheet) -> tuple[UnitSpec, ...]:
    """A block of the registry is the unit with its code, else the block of that number, else the one of that title.

    It keeps its code here, which strands name; the registry's stands in its note. A new one comes last.
    """
    found = _match(units, block)
    if found is None:
        title = block.title or block.code
        fresh = UnitSpec(block.code[:SHORT_CODE], UnitKind.BLOCK, title, None, "", bool(block.title), None)
        return (*units, fresh)
    note = found.note
    if block.code != found.code and block.code not in note:
        note = f"{note} · {block.code}" if note else block.code
    told = replace(found, note=note, title=block.title or found.title, verified=found.verified or bool(block.title))
    return _replaced(units, found, told)


def _match(units: tuple[UnitSpec, ...], block: BlockSheet) -> UnitSpec | None:
    every = list(_walk(units))
    same = next((unit for unit in every if unit.code == block.code[:SHORT_CODE] or block.code in unit.note), None)
    if same is not None:
        return same
    free = [unit for unit in every if not REGISTERED_BLOCK.search(f"{unit.code} {unit.note}")]
    found = BLOCK.search(block.code)
    number = int(found[1]) if found else None
    by_number = next((unit for unit in free if number is not None and _number(unit) == number), None)
    title = searchable(block.title)
    return by_number or next((unit for unit in free if title and searchable(unit.title) == title), None)


def _number(unit: UnitSpec) -> int | None:
    """3 of « BC3 » or « BC03 »."""
    found = BLOCK.match(unit.code.upper().replace(" ", ""))
    return int(found[1]) if found and unit.kind == UnitKind.BLOCK else None


def _walk(units: tuple[UnitSpec, ...]) -> Iterator[UnitSpec]:
    for unit in units:
        yield unit
        yield from _walk(unit.children)


def _replaced(units: tuple[UnitSpec, ...], old: UnitSpec, new: UnitSpec) -> tuple[UnitSpec, ...]:
    return tuple(
        new if unit is old else replace(unit, children=_replaced(unit.children, old, new)) if unit.children else unit
        for unit in units
    )
