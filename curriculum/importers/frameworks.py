"""volet.framework/1 → a framework version."""

from django.utils.translation import gettext as _

from content.packages import Fields, Loaded, Loading
from curriculum.actions import create_framework, publish_framework
from curriculum.choices import CompetencyKind, TextStatus
from curriculum.formats import CompetencySpec, FrameworkSpec, LevelSpec, competency_identifier, digest_of
from curriculum.formats.framework import FORMAT
from curriculum.importers.reading import Nodes, language, once, short, slug_of
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
    status = fields.texts("text_status")
    for name, value in status.items():
        if value not in TextStatus.values:
            reason = _("« %(value)s » n'est pas permis : %(allowed)s")
            fields.refuse("text_status", reason % {"value": value, "allowed": ", ".join(TextStatus.values)})
        if len(name) > 8:
            fields.refuse("text_status", _("langue inconnue « %(language)s »") % {"language": name})
    if status and main not in status:
        fields.refuse("text_status", _("la langue du fichier (%(language)s) manque") % {"language": main})
    return FrameworkSpec(
        slug=slug,
        label=label,
        language=main,
        name=short(fields, "name", 120, slug),
        title=_texts(fields, "title", main, status),
        publisher=short(fields, "publisher", 200, ""),
        source=fields.text("source", ""),
        licence=short(fields, "licence", 60, ""),
        adopted_on=fields.date("adopted_on"),
        text_status=status,
        levels=_levels(fields, main, status),
        competencies=_Competencies(slug, label, main, status).read(fields, "competencies"),
        line=fields.line_of("label"),
    )


def _levels(fields: Fields, main: str, status: dict[str, str]) -> tuple[LevelSpec, ...]:
    seen: set[object] = set()
    levels = []
    for entry in fields.each("levels"):
        level = LevelSpec(
            rank=entry.integer("rank", minimum=1, maximum=100),
            code=short(entry, "code", 20),
            title=_texts(entry, "title", main, status),
            band=_texts(entry, "band", main, status) if entry.has("band") else {},
        )
        once(entry, "rank", level.rank, seen)
        entry.close()
        levels.append(level)
    return tuple(sorted(levels, key=lambda level: level.rank))


def _texts(fields: Fields, key: str, main: str, status: dict[str, str]) -> dict[str, str]:
    """A text per language: in the file's own language at least, and in none whose status is not given."""
    texts = fields.texts(key)
    if texts and not texts.get(main):
        fields.refuse(key, _("« %(key)s » manque en langue %(language)s") % {"key": key, "language": main})
    for name in texts:
        if status and name not in status:
            fields.refuse(key, _("« text_status » ne dit rien de la langue %(language)s") % {"language": name})
    return texts


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
            title=_texts(entry, "title", self.main, self.status),
            identifier=given or competency_identifier(self.slug, self.label, code),
            children=self.read(entry, "children", depth + 1),
            line=entry.line,
        )
        entry.close()
        return node
