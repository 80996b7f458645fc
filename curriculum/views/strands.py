"""One digital strand: what it asks in each unit, and where its minutes go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import richtext
from content.charts import HeatRow
from content.templatetags.volet import minutes, typo
from content.versions import State
from curriculum.queries import (
    CoverageTable,
    areas_of,
    coverage_table,
    strand_lines,
    strand_versions_visible_to,
    titles_of,
)
from curriculum.views.negotiation import reader_language


@require_safe
def strand_version(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    versions = strand_versions_visible_to(request.user)
    version = get_object_or_404(versions, strand__slug=slug, label=label)
    groups = strand_lines(version)
    areas = areas_of(version.framework_version, reader_language())
    in_force = versions.filter(strand=version.strand, state=State.PUBLISHED)
    table = coverage_table(version, groups, areas)
    titles = titles_of((line.competency_id for group in groups for line in group.lines), reader_language())
    context = {
        "version": version,
        "introduction": richtext.render(version.introduction),
        "groups": [(group, [(line, titles[line.competency_id]) for line in group.lines]) for group in groups],
        "empty_units": [unit for unit, row in zip(table.units, table.lines, strict=True) if not any(row)],
        "columns": [f"{area.competency.code}. {typo(area.title)}" for area in areas] + [_("En tout")],
        "rows": heat_rows(table),
        "effects": dict.fromkeys(line.effect for group in groups for line in group.lines),
        "current": None if version.state == State.PUBLISHED else in_force.first(),
    }
    return render(request, "curriculum/strand_version.html", context)


def heat_rows(table: CoverageTable) -> list[HeatRow]:
    """A row a unit and one for the whole: minutes in each area, the darkest cell being the largest."""
    largest = max((cell for row in table.minutes for cell in row), default=0) or 1
    rows = [
        HeatRow(
            label=Truncator(f"{unit.code} · {typo(unit.title)}").words(8, truncate="…"),
            cells=[*(cell / largest if cell else None for cell in row), None],
            texts=[*(minutes(cell) if cell else "–" for cell in row), minutes(sum(row)) if any(row) else "–"],
        )
        for unit, row in zip(table.units, table.minutes, strict=True)
    ]
    totals = [sum(row[column] for row in table.minutes) for column in range(len(table.areas))]
    texts = [*(minutes(total) if total else "–" for total in totals), minutes(sum(totals))]
    rows.append(HeatRow(label=_("En tout"), cells=[None] * len(texts), texts=texts))
    return rows
