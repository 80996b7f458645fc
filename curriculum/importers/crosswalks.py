"""volet.crosswalk/1 → a crosswalk version."""

from django.utils.translation import gettext as _

from content.packages import Fields, Loaded, Loading
from curriculum.actions import AlignmentPlace, create_crosswalk, publish_crosswalk
from curriculum.choices import AlignmentKind
from curriculum.formats import AlignmentSpec, CrosswalkSpec, crosswalk_digest
from curriculum.formats.crosswalk import FORMAT
from curriculum.importers.reading import Nodes, language, named_version, rich, short, slug_of
from curriculum.importers.settling import Arrival, settle
from curriculum.models import Competency, Crosswalk, FrameworkVersion
from curriculum.queries import CodeBook, find_crosswalk, find_version

Meaning = tuple[AlignmentSpec, Competency, Competency | None]


class CrosswalkLoader:
    format = FORMAT
    order = 15

    def parse(self, fields: Fields) -> CrosswalkSpec:
        return parse_crosswalk(fields)

    def load(self, parsed: CrosswalkSpec, loading: Loading) -> Loaded | None:
        place = _place(parsed, loading)
        if place is None:
            return None
        digest = crosswalk_digest(parsed)
        return settle(
            Arrival("crosswalk", parsed.slug, parsed.label, parsed.line, digest),
            loading,
            thing=Crosswalk.objects.filter(slug=parsed.slug).first(),
            version=find_crosswalk(parsed.slug, parsed.label),
            create=lambda: create_crosswalk(
                spec=parsed, digest=digest, place=place, owner=loading.owner, by=loading.by, at=loading.at
            ),
            publish=lambda version: publish_crosswalk(version=version, by=loading.by, at=loading.at),
        )


def parse_crosswalk(fields: Fields) -> CrosswalkSpec:
    source, target = named_version(fields, "source"), named_version(fields, "target")
    if any(source) and source == target:
        reason = _("une table va d'une version à une autre : « %(name)s » est écrit deux fois")
        fields.refuse("target", reason % {"name": " ".join(target)})
    return CrosswalkSpec(
        slug=slug_of(fields),
        label=fields.label(),
        language=language(fields),
        title=short(fields, "title", 200),
        author=short(fields, "author", 120),
        introduction=rich(fields, "introduction"),
        source=source,
        target=target,
        alignments=_alignments(fields),
        line=fields.line_of("label"),
        source_line=fields.line_of("source"),
        target_line=fields.line_of("target"),
    )


def _alignments(fields: Fields) -> tuple[AlignmentSpec, ...]:
    nodes, read = Nodes(), []
    destinations: dict[str, set[str]] = {}
    for entry in fields.each("alignments", required=True):
        if not nodes.admits(entry, 1):
            break
        alignment = AlignmentSpec(
            origin=short(entry, "origin", 200),
            destination=short(entry, "destination", 200, ""),
            kind=entry.choice("kind", AlignmentKind.values, ""),
            rationale=entry.text("rationale", ""),
            line=entry.line,
        )
        _check(entry, alignment, destinations.setdefault(alignment.origin, set()))
        entry.close()
        read.append(alignment)
    return tuple(read)


def _check(entry: Fields, alignment: AlignmentSpec, others: set[str]) -> None:
    """`others`: where the rows before go from the same origin."""
    origin, destination = alignment.origin, alignment.destination
    if destination and not alignment.kind:
        entry.refuse("kind", _("« %(key)s » manque") % {"key": "kind"})
    if alignment.kind and not destination:
        entry.refuse("kind", _("« kind » sans « destination » : rien ne correspond, ou une destination manque"))
    if destination in others:
        entry.refuse("destination", _("« %(origin)s » a déjà cette destination") % {"origin": origin})
    elif others and (not destination or "" in others):
        entry.refuse(
            "destination", _("« %(origin)s » : rien ne correspond, ou quelque chose, pas les deux") % {"origin": origin}
        )
    others.add(destination)


def _place(spec: CrosswalkSpec, loading: Loading) -> AlignmentPlace | None:
    """What the names and codes of the file mean, or nothing once every unknown one is noted with its line."""
    source = _version(spec.source, spec.source_line, loading)
    target = _version(spec.target, spec.target_line, loading)
    if source is None or target is None:
        return None
    origins, destinations = CodeBook(source), CodeBook(target)
    found: list[Meaning] = []
    for entry in spec.alignments:
        try:
            destination = destinations.named(entry.destination) if entry.destination else None
            found.append((entry, origins.named(entry.origin), destination))
        except LookupError as error:
            loading.refuse(entry.line, str(error))
    return AlignmentPlace(source, target, found) if len(found) == len(spec.alignments) else None


def _version(name: tuple[str, str], line: int, loading: Loading) -> FrameworkVersion | None:
    version = find_version(*name)
    if version is None:
        reason = _("le référentiel de compétences « %(name)s » n'existe pas") % {"name": " ".join(name)}
        loading.refuse(line, reason)
    return version
