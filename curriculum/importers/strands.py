"""volet.strand/1 → a digital strand version."""

from datetime import date

from django.utils.translation import gettext as _

from content.packages import Fields, Loaded, Loading
from curriculum.actions import StrandPlace, create_strand, publish_strand
from curriculum.choices import Effect, Standing
from curriculum.formats import LineSpec, StrandSpec, digest_of
from curriculum.formats.strand import FORMAT
from curriculum.importers.reading import language, named_version, period, rich, short, slug_of
from curriculum.importers.settling import Arrival, settle
from curriculum.models import Competency, DigitalStrand, ProficiencyLevel, ReferenceUnit
from curriculum.queries import CodeBook, find_reference, find_strand, find_version

Meaning = tuple[LineSpec, ReferenceUnit, Competency, ProficiencyLevel]


class StrandLoader:
    format = FORMAT
    order = 30

    def parse(self, fields: Fields) -> StrandSpec:
        return parse_strand(fields)

    def load(self, parsed: StrandSpec, loading: Loading) -> Loaded | None:
        place = _place(parsed, loading)
        if place is None:
            return None
        digest = digest_of(parsed)
        return settle(
            Arrival("strand", parsed.slug, parsed.label, parsed.line, digest),
            loading,
            thing=DigitalStrand.objects.filter(slug=parsed.slug).first(),
            version=find_strand(parsed.slug, parsed.label),
            create=lambda: create_strand(
                spec=parsed, digest=digest, place=place, owner=loading.owner, by=loading.by, at=loading.at
            ),
            publish=lambda version: publish_strand(version=version, by=loading.by, at=loading.at),
        )


def parse_strand(fields: Fields) -> StrandSpec:
    reference, framework = named_version(fields, "reference"), named_version(fields, "framework")
    hours, lines = fields.integer("hours", minimum=1, maximum=2_000), _lines(fields)
    minutes = sum(line.minutes for line in lines)
    if lines and minutes != hours * 60:
        reason = _("les lignes font %(minutes)d minutes en tout, et %(hours)d heures en font %(expected)d")
        fields.refuse("hours", reason % {"minutes": minutes, "hours": hours, "expected": hours * 60})
    standing, legal_basis, standing_on = _standing(fields)
    return StrandSpec(
        slug=slug_of(fields),
        label=fields.label(),
        language=language(fields),
        title=short(fields, "title", 200),
        author=short(fields, "author", 120),
        standing=standing,
        reference=reference,
        framework=framework,
        hours=hours,
        introduction=rich(fields, "introduction"),
        lines=lines,
        line=fields.line_of("label"),
        reference_line=fields.line_of("reference"),
        framework_line=fields.line_of("framework"),
        legal_basis=legal_basis,
        standing_on=standing_on,
    )


def _standing(fields: Fields) -> tuple[str, str, date | None]:
    """Standing, text and date. Who says that a text provides for the strand names that text."""
    standing = fields.choice("standing", Standing.values)
    legal_basis, standing_on = short(fields, "legal_basis", 300, ""), fields.date("standing_on")
    if standing == Standing.STATUTORY and not (legal_basis and standing_on):
        fields.refuse("standing", _("« statutory » demande un texte (« legal_basis ») et sa date (« standing_on »)"))
    return standing, legal_basis, standing_on


def _lines(fields: Fields) -> tuple[LineSpec, ...]:
    seen: set[object] = set()
    lines = []
    for entry in fields.each("lines", required=True):
        line = LineSpec(
            unit=short(entry, "unit", 20),
            competency=short(entry, "competency", 40),
            level=entry.integer("level", minimum=1, maximum=100),
            minutes=entry.integer("minutes", minimum=1),
            statement=entry.text("statement"),
            effect=entry.choice("effect", Effect.values, Effect.CONTENT),
            legal_basis=entry.text("legal_basis", ""),
            starts_on=entry.date("starts_on"),
            ends_on=entry.date("ends_on"),
            line=entry.line,
        )
        period(entry, line.starts_on, line.ends_on)
        if line.effect == Effect.EQUIVALENCE and not (line.legal_basis and line.starts_on):
            entry.refuse("effect", _("une équivalence demande un texte (« legal_basis ») et sa date (« starts_on »)"))
        where = (line.unit, line.competency, line.level)
        if where in seen:
            entry.refuse("competency", _("cette unité demande déjà cette compétence à ce niveau"))
        seen.add(where)
        entry.close()
        lines.append(line)
    return tuple(lines)


def _place(spec: StrandSpec, loading: Loading) -> StrandPlace | None:
    """What the names and codes of the file mean, or nothing once every unknown one is noted with its line."""
    reference, framework = find_reference(*spec.reference), find_version(*spec.framework)
    if reference is None:
        reason = _("le référentiel de formation « %(name)s » n'existe pas") % {"name": " ".join(spec.reference)}
        loading.refuse(spec.reference_line, reason)
    if framework is None:
        reason = _("le référentiel de compétences « %(name)s » n'existe pas") % {"name": " ".join(spec.framework)}
        loading.refuse(spec.framework_line, reason)
    if reference is None or framework is None:
        return None
    units = {unit.code: unit for unit in reference.units.all()}
    book = CodeBook(framework)
    found: list[Meaning] = []
    for line in spec.lines:
        try:
            if line.unit not in units:
                raise LookupError(
                    _("unité inconnue « %(code)s » dans %(reference)s") % {"code": line.unit, "reference": reference}
                )
            found.append((line, units[line.unit], book.competency(line.competency), book.level(line.level)))
        except LookupError as error:
            loading.refuse(line.line, str(error))
    return StrandPlace(reference, framework, found) if len(found) == len(spec.lines) else None
