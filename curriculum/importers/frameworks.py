"""volet.framework/1 → a framework version."""

from django.utils.translation import gettext as _

from content.packages import Fields, Loaded, Loading
from curriculum.actions import create_framework, publish_framework
from curriculum.choices import AdoptionStatus, CompetencyKind, TextStatus
from curriculum.formats import (
    CompetencySpec,
    FrameworkSpec,
    LevelSpec,
    competency_identifier,
    digest_of,
    framework_identifier,
)
from curriculum.formats.framework import FORMAT
from curriculum.importers.reading import Nodes, language, once, period, short, slug_of, texts_of
from curriculum.importers.scales import read_scales
from curriculum.importers.settling import Arrival, settle
from curriculum.models import Framework
from curriculum.queries import find_version


class FrameworkLoader:
    format = FORMAT
    order = 10

    def parse(self, fields: Fields) -> FrameworkSpec:
        return parse_framework(fields)

    def load(self, parsed: FrameworkSpec, loading: Loading) -> Loaded | None:
        digest = digest_of(parsed)
        return settle(
            Arrival("framework", parsed.slug, parsed.label, parsed.line, digest),
            loading,
            thing=Framework.objects.filter(slug=parsed.slug).first(),
            version=find_version(parsed.slug, parsed.label),
            create=lambda: create_framework(
                spec=parsed, digest=digest, owner=loading.owner, by=loading.by, at=loading.at
            ),
            publish=lambda version: publish_framework(version=version, by=loading.by, at=loading.at),
        )


def parse_framework(fields: Fields) -> FrameworkSpec:
    slug, label, main = slug_of(fields), fields.label(), language(fields)
    status = _status(fields, main)
    identifier = short(fields, "identifier", 200, "")
    starts_on, ends_on = fields.date("starts_on"), fields.date("ends_on")
    period(fields, starts_on, ends_on)
    levels = _levels(fields, main, status)
    return FrameworkSpec(
        slug=slug,
        label=label,
        language=main,
        name=short(fields, "name", 120, slug),
        title=texts_of(fields, "title", main, status),
        publisher=short(fields, "publisher", 200, ""),
        source=fields.text("source", ""),
        licence=short(fields, "licence", 60, ""),
        adopted_on=fields.date("adopted_on"),
        text_status=status,
        levels=levels,
        competencies=_Competencies(slug, label, main, status).read(fields, "competencies"),
        line=fields.line_of("label"),
        identifier="" if identifier == framework_identifier(slug, label) else identifier,
        uri=short(fields, "uri", 500, ""),
        creator=short(fields, "creator", 200, ""),
        description=fields.text("description", ""),
        adoption_status=fields.choice("adoption_status", AdoptionStatus.values, ""),
        starts_on=starts_on,
        ends_on=ends_on,
        scales=read_scales(fields, main, status, [level.rank for level in levels]),
    )


def _status(fields: Fields, main: str) -> dict[str, str]:
    status = fields.texts("text_status")
    for name, value in status.items():
        if value not in TextStatus.values:
            reason = _("« %(value)s » n'est pas permis : %(allowed)s")
            fields.refuse("text_status", reason % {"value": value, "allowed": ", ".join(TextStatus.values)})
        if len(name) > 8:
            fields.refuse("text_status", _("langue inconnue « %(language)s »") % {"language": name})
    if status and main not in status:
        fields.refuse("text_status", _("la langue du fichier (%(language)s) manque") % {"language": main})
    return status


def _levels(fields: Fields, main: str, status: dict[str, str]) -> tuple[LevelSpec, ...]:
    seen: set[object] = set()
    levels = []
    for entry in fields.each("levels"):
        level = LevelSpec(
            rank=entry.integer("rank", minimum=1, maximum=100),
            code=short(entry, "code", 20),
            title=texts_of(entry, "title", main, status),
            band=texts_of(entry, "band", main, status) if entry.has("band") else {},
        )
        once(entry, "rank", level.rank, seen)
        entry.close()
        levels.append(level)
    return tuple(sorted(levels, key=lambda level: level.rank))


class _Competencies:
    """Reads the tree of one file. A code may be repeated only by nodes that each give an identifier of their own."""

    def __init__(self, slug: str, label: str, main: str, status: dict[str, str]) -> None:
        self.slug, self.label, self.main, self.status = slug, label, main, status
        self.nodes = Nodes()
        self.codes: dict[str, bool] = {}  # code → whether all its nodes give an identifier
        self.identifiers: set[object] = set()

    def read(self, fields: Fields, key: str, depth: int = 1) -> tuple[CompetencySpec, ...]:
        found = (self._node(entry, depth) for entry in fields.each(key) if self.nodes.admits(entry, depth))
        return tuple(found)

    def _node(self, entry: Fields, depth: int) -> CompetencySpec:
        code, given = short(entry, "code", 40, ""), short(entry, "identifier", 200, "")
        if not code and not given:
            entry.refuse("code", _("il faut un « code » ou un « identifier »"))
        if code in self.codes and not (given and self.codes[code]):
            entry.refuse("code", _("« %(value)s » est écrit deux fois") % {"value": code})
        if code:
            self.codes[code] = self.codes.get(code, True) and bool(given)
        if given:
            once(entry, "identifier", given, self.identifiers)
        node = CompetencySpec(
            code=code,
            kind=entry.choice("kind", CompetencyKind.values),
            title=texts_of(entry, "title", self.main, self.status),
            identifier=given or competency_identifier(self.slug, self.label, code),
            children=self.read(entry, "children", depth + 1),
            line=entry.line,
            uri=short(entry, "uri", 500, ""),
            description=texts_of(entry, "description", self.main, self.status) if entry.has("description") else {},
        )
        entry.close()
        return node
