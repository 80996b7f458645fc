"""The lines of a strand as a file for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from content.spreadsheets import spreadsheet
from curriculum.models import StrandLine
from curriculum.queries.strand_matrix import Matrix
from curriculum.queries.strand_nodes import StrandNodes
from curriculum.queries.strands import UnitLines


def strand_csv(groups: Iterable[UnitLines], nodes: StrandNodes, matrix: Matrix) -> bytes:
    """A row a line, by unit and in its order, then a row for each unit where nothing is asked: the gaps stay in sight."""
    return spreadsheet(_rows(groups, nodes, matrix))


def _rows(groups: Iterable[UnitLines], nodes: StrandNodes, matrix: Matrix) -> Iterator[list[str]]:
    head = (_("Unité"), _("Intitulé de l'unité"), _("Domaine"), _("Compétence"), _("Intitulé de la compétence"))
    about = (_("Niveau"), _("Minutes"), _("Ce que la personne sait faire"), _("Effet"), _("Texte"), _("Du"), _("Au"))
    yield [*head, *about]
    areas = {area.competency.path: area for area in nodes.areas}
    for group in groups:
        for line in group.lines:
            yield _row(line, areas[line.competency.path.split(".")[0]].title, nodes)
    for unit in matrix.empty_units:
        yield [unit.code, unit.title, *[""] * 4, "0", *[""] * 5]


def _row(line: StrandLine, area: str, nodes: StrandNodes) -> list[str]:
    return [
        line.unit.code,
        line.unit.title,
        area,
        line.competency.code,
        nodes.asked[line.competency_id].title,
        line.level.code,
        str(line.minutes),
        line.statement,
        str(line.get_effect_display()),
        line.legal_basis,
        *("" if when is None else when.isoformat() for when in (line.starts_on, line.ends_on)),
    ]
