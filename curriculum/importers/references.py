"""volet.reference/1 → a training reference version."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator

from django.utils.translation import gettext as _

from content.packages import Document, Fields, Loaded, Loading
from curriculum.actions import create_reference, publish_reference
from curriculum.choices import ReferenceKind, RegistryStatus, UnitKind
from curriculum.formats import FactSpec, HostSpec, ReferenceSpec, RegistryCodeSpec, UnitSpec, digest_of
from curriculum.formats.reference import FORMAT
from curriculum.importers.reading import Nodes, language, once, period, short, slug_of
from curriculum.importers.settling import Arrival, settle
from curriculum.models import TrainingReference, TrainingReferenceVersion
from curriculum.queries import find_reference, references_named

KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*\Z")


class ReferenceLoader:
    format = FORMAT
    order = 20

    def parse(self, fields: Fields) -> ReferenceSpec:
        return parse_reference(fields)

    def arrange(self, work: list[tuple[Document, ReferenceSpec]]) -> list[tuple[Document, ReferenceSpec]]:
        return arranged(work)

    def load(self, parsed: ReferenceSpec, loading: Loading) -> Loaded | None:
        predecessor = find_reference(*parsed.predecessor) if parsed.predecessor else None
        thing = TrainingReference.objects.filter(slug=parsed.slug).first()
        refusals = list(_refusals(parsed, thing, predecessor))
        for line, reason in refusals:
            loading.refuse(line, reason)
        if refusals:
            return None
        digest = digest_of(parsed)
        return settle(
            Arrival("reference", parsed.slug, parsed.label, parsed.line, digest, parsed.earlier),
            loading,
            thing=thing,
            version=find_reference(parsed.slug, parsed.label),
            create=lambda: create_reference(
                spec=parsed,
                digest=digest,
                predecessor=predecessor,
                owner=loading.owner,
                by=loading.by,
                at=loading.at,
            ),
            publish=lambda version: publish_reference(version=version, by=loading.by, at=loading.at),
        )


def arranged(work: list[tuple[Document, ReferenceSpec]]) -> list[tuple[Document, ReferenceSpec]]:
    """Each file after those of the folder that it names: the text it replaces, the trainings that are its hosts.

    In a circle the first file goes ahead all the same, and is refused for what it doesn't find.
    """
    held: dict[Hashable, set[int]] = defaultdict(set)
    for place, (_document, spec) in enumerate(work):
        held[spec.slug].add(place)
        held[spec.slug, spec.label].add(place)
    waiting: dict[int, set[int]] = {}
    for place, (_document, spec) in enumerate(work):
        named: list[Hashable] = [spec.predecessor, *(host.slug for host in spec.hosts)]
        waiting[place] = {needed for name in named for needed in held.get(name, ())} - {place}
    ordered: list[int] = []
    while waiting:
        ready = [place for place, needed in waiting.items() if waiting.keys().isdisjoint(needed)]
        ready = ready or [next(iter(waiting))]
        ordered += ready
        for place in ready:
            del waiting[place]
    return [work[place] for place in ordered]


def _refusals(
    parsed: ReferenceSpec, thing: TrainingReference | None, predecessor: TrainingReferenceVersion | None
) -> Iterator[tuple[int, str]]:
    """What the database lacks for this file, or has otherwise, with the line of the file."""
    if parsed.predecessor and predecessor is None:
        reason = _("le texte précédent « %(name)s » n'existe pas") % {"name": " ".join(parsed.predecessor)}
        yield parsed.predecessor_line, reason
    held = references_named(host.slug for host in parsed.hosts)
    for host in parsed.hosts:
        if host.slug and host.slug not in held:
            reason = _("le référentiel de formation « %(name)s » n'existe pas") % {"name": host.slug}
            yield host.line, reason
    if thing and (thing.abbreviation, thing.kind) != (parsed.abbreviation, parsed.kind):
        names = {"slug": thing.slug, "abbreviation": thing.abbreviation, "kind": thing.kind}
        reason = _("« %(slug)s » a dans tous ses textes le même sigle (%(abbreviation)s) et la même nature (%(kind)s)")
        yield parsed.line, reason % names


def parse_reference(fields: Fields) -> ReferenceSpec:
    slug, label = slug_of(fields), fields.label()
    starts_on, ends_on = fields.date("starts_on"), fields.date("ends_on")
    period(fields, starts_on, ends_on)
    predecessor = fields.version_name("predecessor")
    if predecessor and (predecessor.slug, predecessor.label) == (slug, label):
        fields.refuse("predecessor", _("un texte ne peut pas se remplacer lui-même"))
    return ReferenceSpec(
        slug=slug,
        label=label,
        language=language(fields),
        abbreviation=short(fields, "abbreviation", 60),
        title=fields.text("title"),
        kind=fields.choice("kind", ReferenceKind.values),
        legal_text=fields.text("legal_text", ""),
        starts_on=starts_on,
        ends_on=ends_on,
        predecessor=(predecessor.slug, predecessor.label) if predecessor else None,
        facts=_facts(fields),
        codes=_codes(fields),
        units=_Units().read(fields, "units"),
        line=fields.line_of("label"),
        predecessor_line=fields.line_of("predecessor"),
        hosts=_hosts(fields, slug),
        earlier=tuple(fields.strings("earlier")),
    )


def _facts(fields: Fields) -> tuple[FactSpec, ...]:
    seen: set[object] = set()
    facts = []
    for entry in fields.each("facts"):
        fact = FactSpec(
            key=entry.text("key"),
            label=entry.text("label"),
            value=entry.text("value"),
            source=entry.text("source", ""),
            verified=entry.flag("verified"),
        )
        if fact.key and not KEY.match(fact.key):
            entry.refuse("key", _("« %(value)s » : lettres minuscules, chiffres et tirets bas") % {"value": fact.key})
        if fact.verified and not fact.source:
            entry.refuse("verified", _("un point vérifié cite sa source"))
        once(entry, "key", fact.key, seen)
        entry.close()
        facts.append(fact)
    return tuple(facts)


def _codes(fields: Fields) -> tuple[RegistryCodeSpec, ...]:
    seen: set[object] = set()
    codes = []
    for entry in fields.each("codes"):
        starts_on, ends_on = entry.date("starts_on"), entry.date("ends_on")
        delivery_until = entry.date("delivery_until")
        period(entry, starts_on, ends_on)
        if starts_on and delivery_until and delivery_until < starts_on:
            entry.refuse("delivery_until", _("la date de fin précède la date de début"))
        code = RegistryCodeSpec(
            registry=short(entry, "registry", 20),
            code=short(entry, "code", 20),
            starts_on=starts_on,
            ends_on=ends_on,
            source=entry.text("source", ""),
            verified=entry.flag("verified"),
            status=entry.choice("status", RegistryStatus.values, ""),
            delivery_until=delivery_until,
        )
        once(entry, "code", code.code, seen)
        entry.close()
        codes.append(code)
    return tuple(codes)


def _hosts(fields: Fields, slug: str) -> tuple[HostSpec, ...]:
    seen: set[object] = set()
    hosts = []
    for entry in fields.each("hosts"):
        host = HostSpec(
            name=short(entry, "name", 200),
            slug=entry.slug() if entry.has("slug") else entry.text("slug", ""),
            source=entry.text("source", ""),
            verified=entry.flag("verified"),
            line=entry.line,
        )
        if host.slug == slug:
            entry.refuse("slug", _("une formation ne s'ajoute pas à elle-même"))
        if host.verified and not host.source:
            entry.refuse("verified", _("un point vérifié cite sa source"))
        once(entry, "name", host.name, seen)
        entry.close()
        hosts.append(host)
    return tuple(hosts)


class _Units:
    """Reads the tree of units of one file. The code of a unit is unique in the whole file: strands name it."""

    def __init__(self) -> None:
        self.nodes = Nodes()
        self.codes: set[object] = set()

    def read(self, fields: Fields, key: str, depth: int = 1) -> tuple[UnitSpec, ...]:
        found = (self._unit(entry, depth) for entry in fields.each(key) if self.nodes.admits(entry, depth))
        return tuple(found)

    def _unit(self, entry: Fields, depth: int) -> UnitSpec:
        unit = UnitSpec(
            code=short(entry, "code", 20),
            kind=entry.choice("kind", UnitKind.values),
            title=entry.text("title"),
            hours=entry.optional_integer("hours"),
            note=entry.text("note", ""),
            verified=entry.flag("verified"),
            choose=entry.optional_integer("choose", minimum=1, maximum=100),
            children=self.read(entry, "children", depth + 1),
            line=entry.line,
        )
        once(entry, "code", unit.code, self.codes)
        if unit.choose and unit.choose > len(unit.children):
            entry.refuse("choose", _("« choose » demande plus d'unités qu'il n'y en a"))
        entry.close()
        return unit
