"""The competency CSV of Moodle → a framework version. Where Moodle drops rows without a word, this says which and why."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from curriculum.choices import TextStatus
from curriculum.formats import (
    AssociationSpec,
    CompetencySpec,
    FrameworkSpec,
    LevelSpec,
    association_identifier,
    competency_identifier,
    framework_identifier,
)
from curriculum.formats.exchange import Parsed, Remark
from curriculum.formats.framework import RANKS
from curriculum.formats.moodle import (
    CELLS,
    CUT,
    DESCRIPTION,
    EXPORTED,
    FORMAT,
    HTML,
    LONGEST,
    NAME,
    NUMBER,
    RELATED,
    RULE,
    RULE_CONFIGURATION,
    RULE_OUTCOME,
    SCALE,
    SCALE_CONFIGURATION,
    TAXONOMY,
    default_configuration,
    from_html,
)
from curriculum.formats.moodle_numbers import FRAMEWORK, is_code, kind_at, taxonomy_of
from curriculum.importers.moodle_rows import Row, read_rows
from curriculum.importers.moodle_tree import ROOT, Rows, grow_rows

FRAMEWORK_NAME, SCALE_CODE = 120, 20


def parse_moodle_csv(data: bytes, name: str) -> Parsed:
    parsed = Parsed("moodle-csv")
    rows = read_rows(data, parsed)
    if not parsed.errors:
        head, tree = grow_rows(rows, parsed)
        if not parsed.errors and head is not None:
            parsed.spec = _Framework(head, tree, parsed, name).spec()
    return parsed


class _Framework:
    def __init__(self, head: Row, tree: Rows, parsed: Parsed, name: str) -> None:
        self.head, self.tree, self.parsed = head, tree, parsed
        number = head.cells[NUMBER].strip()
        ours = FRAMEWORK.fullmatch(number)
        if ours:
            self.slug, self.label, self.language = ours["slug"], ours["label"], ours["language"]
        else:
            self.slug = (slugify(number) or slugify(head.cells[NAME]) or slugify(PurePath(name).stem) or "moodle")[:80]
            self.label, self.language = "1", settings.LANGUAGE_CODE
            reason = _("Moodle ne dit ni la version ni la langue : « %(label)s » et « %(language)s » sont supposées")
            self._warn(head, reason % {"label": self.label, "language": self.language})
        self.taxonomy = head.cells[TAXONOMY].strip()
        self.ruled = any(row.cells[RULE].strip() for row in tree.by_number.values())

    def spec(self) -> FrameworkSpec:
        cells, language = self.head.cells, self.language
        name, text = self._name_and_text(self.head)
        title, _break, description = text.partition("\n")
        competencies = tuple(self._node(row, 0) for row in self.tree.below[ROOT])
        levels = self._levels()
        kept = {}
        if cells[SCALE_CONFIGURATION] != default_configuration(len(levels)):
            kept["scaleconfiguration"] = cells[SCALE_CONFIGURATION]
        if self.taxonomy != taxonomy_of(competencies):
            kept["taxonomy"] = self.taxonomy
        return FrameworkSpec(
            slug=self.slug,
            label=self.label,
            language=language,
            name=name[:FRAMEWORK_NAME],
            title={language: title or name},
            publisher="",
            source="",
            licence="",
            adopted_on=None,
            text_status={language: TextStatus.OFFICIAL.value},
            levels=levels,
            competencies=competencies,
            description=description,
            associations=tuple(self._associations()),
            extra=_cells(kept),
        )

    def _levels(self) -> tuple[LevelSpec, ...]:
        titles = [title.strip() for title in self.head.cells[SCALE].split(",")]
        found = [title for title in titles if title]
        if len(found) > len(RANKS):
            reason = _("cette échelle a plus de %(limit)d niveaux") % {"limit": len(RANKS)}
            self.parsed.errors.append(Remark(self.head.where, reason))
        return tuple(LevelSpec(rank, str(rank), {self.language: title}, {}) for rank, title in enumerate(found, 1))

    def _identifier(self, number: str) -> str:
        return competency_identifier(self.slug, self.label, number) if is_code(number) else number

    def _node(self, row: Row, depth: int) -> CompetencySpec:
        number = row.cells[NUMBER].strip()
        below = self.tree.below.get(number, [])
        title, description = self._name_and_text(row)
        return CompetencySpec(
            code=number if is_code(number) else "",
            kind=kind_at(self.taxonomy, depth, bool(below)),
            title={self.language: title},
            identifier=self._identifier(number),
            children=tuple(self._node(child, depth + 1) for child in below),
            description={self.language: description} if description else {},
            extra=_cells(self._kept(row.cells)),
        )

    def _kept(self, cells: list[str]) -> dict[str, str]:
        """A scale or a rule of the node's own, for Moodle; exported numbers only where rules name them."""
        kept = {"scalevalues": cells[SCALE], "scaleconfiguration": cells[SCALE_CONFIGURATION]}
        if cells[RULE].strip():
            kept |= {
                "ruletype": cells[RULE],
                "ruleoutcome": cells[RULE_OUTCOME],
                "ruleconfig": cells[RULE_CONFIGURATION],
            }
        return kept | {"exportid": cells[EXPORTED]} if self.ruled else kept

    def _name_and_text(self, row: Row) -> tuple[str, str]:
        """The name, whole again where the description begins with what Moodle's 100 characters cut off."""
        number, name = row.cells[NUMBER].strip(), row.cells[NAME].strip()
        written = row.cells[DESCRIPTION]
        text = from_html(written) if row.cells[FORMAT].strip() in {HTML, ""} else written.strip()
        first, _break, rest = text.partition("\n")
        if len(name) == LONGEST and name.endswith(CUT) and first.startswith(name[:-1]):
            return first, rest
        for what, value in ((_("le nom court"), name), (_("le numéro"), number)):
            if len(value) == LONGEST:
                self._warn(row, _("%(what)s fait 100 caractères : Moodle l'a peut-être coupé") % {"what": what})
            elif len(value) > LONGEST:
                self._warn(row, _("%(what)s dépasse 100 caractères : Moodle le couperait") % {"what": what})
        if not name:
            reason = _(
                "il n'y a pas de nom court : Moodle écarterait cette ligne et ce qui en dépend ; le numéro en tient lieu"
            )
            self._warn(row, reason)
        return name or number, text

    def _associations(self) -> Iterator[AssociationSpec]:
        """A pair is written once, from the row that comes first: Moodle lists it at both ends."""
        version, seen = framework_identifier(self.slug, self.label), set()
        for row in self.tree.in_order():
            number = row.cells[NUMBER].strip()
            for other in (part.replace("%2C", ",").strip() for part in row.cells[RELATED].split(",")):
                if not other or {number, other} in seen:
                    continue
                seen.add(frozenset({number, other}))
                if other not in self.tree.by_number:
                    self._warn(
                        row,
                        _("« %(number)s » n'est pas dans ce fichier : relation laissée de côté") % {"number": other},
                    )
                    continue
                origin, destination = self._identifier(number), self._identifier(other)
                identifier = association_identifier(version, "isRelatedTo", origin, destination)
                yield AssociationSpec(identifier, "isRelatedTo", origin, destination)

    def _warn(self, row: Row, reason: str) -> None:
        self.parsed.warnings.append(Remark(row.where, reason))


def _cells(kept: dict[str, str]) -> dict[str, Any]:
    filled = {name: cell for name, cell in kept.items() if cell.strip()}
    return {CELLS: filled} if filled else {}
