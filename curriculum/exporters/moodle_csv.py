"""A framework version as the competency CSV of Moodle, in one language: that of the framework."""

import csv
import io
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from content.typography import figure
from curriculum.formats import CompetencySpec, FrameworkSpec, LevelSpec
from curriculum.formats.exchange import Remark
from curriculum.formats.moodle import (
    CELLS,
    DESCRIPTION,
    EXPORTED,
    FORMAT,
    HEADER,
    HTML,
    IS_FRAMEWORK,
    NAME,
    NUMBER,
    PARENT,
    RELATED,
    RULE,
    RULE_CONFIGURATION,
    RULE_OUTCOME,
    SCALE,
    SCALE_CONFIGURATION,
    TAXONOMY,
    as_html,
    default_configuration,
    guarded,
    shortened,
)
from curriculum.formats.moodle_numbers import framework_number, numbers_of, related_numbers, taxonomy_of

#: Moodle can't do without a scale of two rungs: this one stands in where the framework has no levels.
NO_LEVELS = {"fr": ("Pas encore", "Acquis"), "en": ("Not yet", "Achieved")}


def dump_moodle_csv(spec: FrameworkSpec, base_url: str) -> bytes:
    """`base_url` is of no use here: Moodle has no place for addresses."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    numbers, related = numbers_of(spec), related_numbers(spec)
    writer.writerow([guarded(cell) for cell in _framework(spec)])
    waiting: list[tuple[CompetencySpec, str]] = [(node, "") for node in reversed(spec.competencies)]
    place, ruled = 0, any("ruletype" in node.extra.get(CELLS, {}) for node in spec.walk())
    while waiting:
        node, above = waiting.pop()
        place += 1
        number = numbers[node.identifier]
        cells = _competency(node, spec.language, above, number, "" if ruled else str(place))
        cells[RELATED] = ",".join(other.replace(",", "%2C") for other in related.get(node.identifier, ()))
        writer.writerow([guarded(cell) for cell in cells])
        waiting += [(child, number) for child in reversed(node.children)]
    return text.getvalue().encode()


def scale_of(levels: Iterable[LevelSpec], language: str) -> tuple[str, ...]:
    """The titles of the rungs: Moodle lists them with commas between, so that none may hold one."""
    titles = tuple(_in(level.title, language).replace(",", " -") or level.code for level in levels)
    return titles or NO_LEVELS.get(language, NO_LEVELS["en"])


def _framework(spec: FrameworkSpec) -> list[str]:
    kept = spec.extra.get(CELLS, {})
    title = _in(spec.title, spec.language).replace("\n", " ")
    cells = [""] * len(HEADER)
    cells[NUMBER], cells[NAME] = shortened(framework_number(spec)), shortened(spec.name)
    cells[DESCRIPTION] = as_html("\n".join(part for part in (title, spec.description) if part))
    cells[FORMAT], cells[IS_FRAMEWORK] = HTML, "1"
    scale = scale_of(spec.levels, spec.language)
    cells[SCALE], cells[TAXONOMY] = ",".join(scale), kept.get("taxonomy") or taxonomy_of(spec.competencies)
    cells[SCALE_CONFIGURATION] = kept.get("scaleconfiguration") or default_configuration(len(scale))
    return cells


def _competency(node: CompetencySpec, language: str, above: str, number: str, place: str) -> list[str]:
    """A title that Moodle would cut stands whole as the first line of the description."""
    kept, title = node.extra.get(CELLS, {}), _in(node.title, language)
    lines = [title.replace("\n", " ")] if shortened(title) != title else []
    description = node.description.get(language, "")
    cells = [""] * len(HEADER)
    cells[PARENT], cells[NUMBER], cells[NAME] = above, number, shortened(title)
    cells[DESCRIPTION], cells[FORMAT] = as_html("\n".join([*lines, *([description] if description else [])])), HTML
    cells[SCALE] = kept.get("scalevalues", "")
    cells[SCALE_CONFIGURATION] = kept.get("scaleconfiguration", "")
    cells[RULE], cells[RULE_OUTCOME] = kept.get("ruletype", ""), kept.get("ruleoutcome", "0")
    cells[RULE_CONFIGURATION], cells[EXPORTED] = kept.get("ruleconfig", "null"), kept.get("exportid", place)
    return cells


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or next(iter(sorted(texts.items())), ("", ""))[1]


def losses(spec: FrameworkSpec) -> list[Remark]:
    """What Moodle has no place for, or would cut."""
    numbers = numbers_of(spec)
    found = [*_cut(spec, numbers), *_levels(spec), *_tree(spec)]
    languages = sorted({tongue for node in spec.walk() for tongue in node.title} - {spec.language})
    if languages:
        found.append(Remark(", ".join(languages), _("Moodle n'a qu'une langue : il faut un fichier par langue")))
    replaced = [node for node in spec.walk() if numbers[node.identifier] != node.code]
    if replaced:
        reason = _("compétences sans code, ou au code répété, qui portent leur identifiant à la place : %(count)s")
        found.append(Remark(replaced[0].identifier, reason % {"count": figure(len(replaced))}))
    reason = _("cette relation n'a pas de place dans Moodle : %(kind)s")
    kept = {node.identifier for node in spec.walk()}
    beyond = [a for a in spec.associations if a.kind != "isRelatedTo" or not {a.origin, a.destination} <= kept]
    for kind, count in sorted(Counter(a.kind for a in beyond).items()):
        found.append(Remark(figure(count), reason % {"kind": kind}))
    facts = [("licence", spec.licence), ("source", spec.source), (_("éditeur"), spec.publisher), (_("auteur"), spec.creator),
             (_("dates"), spec.adopted_on or spec.starts_on or spec.ends_on), (_("adresses"), spec.uri)]  # fmt: skip
    lost = ", ".join(str(name) for name, value in facts if value)
    if lost:
        found.append(Remark(spec.label, _("Moodle n'a pas de place pour : %(facts)s") % {"facts": lost}))
    return found


def _cut(spec: FrameworkSpec, numbers: dict[str, str]) -> Iterable[Remark]:
    for text in (spec.name, framework_number(spec)):
        if shortened(text) != text:
            yield Remark(spec.label, _("« %(text)s » dépasse 100 caractères : Moodle le couperait") % {"text": text})
    long = [node for node in spec.walk() if shortened(_in(node.title, spec.language)) != _in(node.title, spec.language)]
    if long:
        reason = _("intitulés de plus de 100 caractères, coupés, et entiers dans la description : %(count)s")
        yield Remark(long[0].code or long[0].identifier, reason % {"count": figure(len(long))})
    for number in numbers.values():
        if shortened(number) != number:
            yield Remark(number, _("ce numéro dépasse 100 caractères : Moodle le couperait"))


def _levels(spec: FrameworkSpec) -> Iterable[Remark]:
    if not spec.levels:
        yield Remark(spec.label, _("ce référentiel n'a pas de niveaux, et Moodle en veut : deux sont ajoutés"))
    plain = all(level.code == str(level.rank) == str(n) and not level.band for n, level in enumerate(spec.levels, 1))
    if not plain or spec.scales:
        yield Remark(spec.label, _("des niveaux, Moodle ne garde que les intitulés : ni codes ni regroupements"))
    if any("," in _in(level.title, spec.language) for level in spec.levels):
        yield Remark(spec.label, _("une virgule dans l'intitulé d'un niveau devient un tiret"))


def _tree(spec: FrameworkSpec) -> Iterable[Remark]:
    if taxonomy_of(spec.competencies) == "":
        yield Remark(
            spec.label,
            _("Moodle nomme les sortes d'éléments par étage, quatre au plus : elles ne sont pas toutes gardées"),
        )
    if spec.definitions:
        yield Remark(spec.label, _("les définitions et les grilles du paquet CASE ne sont pas écrites"))
