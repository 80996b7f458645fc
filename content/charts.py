"""Charts drawn on the server: SVG with a title and a description, and the same values as a table beside it.

Colours come from the style sheet, so that both themes and paper follow. Values are shares (0 to 1) unless said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin
from typing import Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.typography import NO_BREAK, french


@dataclass(frozen=True)
class Axis:
    """One axis of a radar; `label` takes up to two lines, cut at « \\n » or near its middle."""

    label: str
    reached: float
    target: float | None = None


class Covered(Protocol):
    """A row of a coverage chart: `covered` of `required` things of the unit `label`."""

    @property
    def label(self) -> str: ...
    @property
    def covered(self) -> int: ...
    @property
    def required(self) -> int: ...


@dataclass(frozen=True)
class CoverageRow:
    label: str
    covered: int
    required: int


@dataclass(frozen=True)
class HeatRow:
    """`cells` are shares or None (nothing yet); `texts`, where given, are printed instead of the percentage."""

    label: str
    cells: Sequence[float | None]
    url: str = ""
    texts: Sequence[str] = field(default=())


def percent(share: float) -> str:
    return f"{round(100 * share)}{NO_BREAK}%"


def ring(done: float, total: float = 100, *, label: str = "") -> SafeString:
    """A progress ring; `label` says of what (« Parcours fait »). An empty total shows 0 %."""
    share = min(1.0, max(0.0, done / total)) if total else 0.0
    text = percent(share)
    return format_html(
        '<svg class="ring" viewBox="0 0 100 100" role="img" aria-label="{}">'
        '<circle class="ring__face" cx="50" cy="50" r="39"/>'
        '<circle class="ring__track" cx="50" cy="50" r="44" stroke-width="12"/>'
        '<circle class="ring__done" cx="50" cy="50" r="44" stroke-width="12" pathLength="100" '
        'stroke-dasharray="{} 100" transform="rotate(-90 50 50)"/>'
        '<text class="ring__text" x="50" y="51" aria-hidden="true">{}</text></svg>',
        f"{label}{NO_BREAK}: {text}" if label else text,
        round(100 * share, 1),
        text,
    )


def _points(shares: Sequence[float], radius: float, centre: tuple[float, float]) -> list[tuple[float, float]]:
    turn = 2 * pi / len(shares)
    return [
        (round(centre[0] + radius * share * sin(i * turn), 1), round(centre[1] - radius * share * cos(i * turn), 1))
        for i, share in enumerate(shares)
    ]


def _polygon(points: Sequence[tuple[float, float]], css: str) -> SafeString:
    return format_html('<polygon class="{}" points="{}"/>', css, " ".join(f"{x},{y}" for x, y in points))


def _lines(label: str) -> list[str]:
    if "\n" in label or len(label) <= 14 or " " not in label:
        return label.split("\n")[:2]
    spaces = [i for i, char in enumerate(label) if char == " "]
    cut = min(spaces, key=lambda i: abs(i - len(label) / 2))
    return [label[:cut], label[cut + 1 :]]


def _axis_label(label: str, x: float, y: float, centre: tuple[float, float]) -> SafeString:
    side = "middle" if abs(x - centre[0]) < 8 else "start" if x > centre[0] else "end"
    lines = _lines(label)
    top = y - 6.5 * (len(lines) - 1) + 4
    if side == "middle":
        top = y - 13 * (len(lines) - 1) if y < centre[1] else y + 8
    spans = format_html_join(
        "", '<tspan x="{}" y="{}">{}</tspan>', ((x, top + 13 * i, line) for i, line in enumerate(lines))
    )
    return format_html('<text class="chart__label" text-anchor="{}">{}</text>', side, spans)


def radar(axes: Sequence[Axis], *, title: str) -> SafeString:
    """Reached (filled) and aimed at (dashed) on 3 to 10 axes; fewer are shown as the table alone, more raise."""
    if len(axes) > 10:
        raise ValueError("A radar reads with 10 axes at most.")
    table = _radar_table(axes, title)
    if len(axes) < 3:
        return format_html('<figure class="chart">{}</figure>', table)
    return format_html(
        '<figure class="chart"><svg viewBox="0 0 330 250" role="img"><title>{}</title><desc>{}</desc>{}</svg>{}'
        "<details><summary>{}</summary>{}</details></figure>",
        title,
        ", ".join(f"{axis.label.replace(chr(10), ' ')} {percent(axis.reached)}" for axis in axes),
        format_html_join("", "{}", ((shape,) for shape in _radar_shapes(axes))),
        _key(with_target=any(axis.target is not None for axis in axes)),
        _("Voir les valeurs en tableau"),
        table,
    )


def _radar_shapes(axes: Sequence[Axis]) -> list[SafeString]:
    centre, radius = (165.0, 125.0), 90.0
    ones = [1.0] * len(axes)
    reached = _points([min(1.0, max(0.0, axis.reached)) for axis in axes], radius, centre)
    shapes = [_polygon(_points([step] * len(axes), radius, centre), "chart__grid") for step in (0.25, 0.5, 0.75, 1.0)]
    shapes += [_polygon([centre, end], "chart__grid") for end in _points(ones, radius, centre)]
    if any(axis.target is not None for axis in axes):
        aimed = [min(1.0, max(0.0, axis.target or 0.0)) for axis in axes]
        shapes.append(_polygon(_points(aimed, radius, centre), "chart__target"))
    shapes.append(_polygon(reached, "chart__reached"))
    shapes += [format_html('<circle class="chart__dot" cx="{}" cy="{}" r="3.5"/>', x, y) for x, y in reached]
    around = zip(axes, _points(ones, radius + 12, centre), strict=True)
    return shapes + [_axis_label(axis.label, x, y, centre) for axis, (x, y) in around]


def _key(*, with_target: bool) -> SafeString:
    target = format_html('<li class="is-target">{}</li>', _("Visé")) if with_target else ""
    return format_html('<ul class="chart__key"><li>{}</li>{}</ul>', _("Atteint"), target)


def _radar_table(axes: Sequence[Axis], title: str) -> SafeString:
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="num">{}</td><td class="num">{}</td></tr>',
        (
            (axis.label.replace("\n", " "), percent(axis.reached), "" if axis.target is None else percent(axis.target))
            for axis in axes
        ),
    )
    return format_html(
        '<div class="table-scroll"><table class="table"><caption>{}</caption><thead><tr><th scope="col">{}</th>'
        '<th scope="col" class="num">{}</th><th scope="col" class="num">{}</th></tr></thead><tbody>{}</tbody></table></div>',
        title,
        _("Compétence"),
        _("Atteint"),
        _("Visé"),
        rows,
    )


def coverage(units: Sequence[Covered], *, title: str) -> SafeString:
    """One bar a unit, with « 3 sur 5 » printed: readable without colour, on a phone and by ear."""
    rows = format_html_join("", "{}", ((_coverage_row(unit),) for unit in units))
    return format_html('<div class="coverage" role="list" aria-label="{}">{}</div>', title, rows)


def _coverage_row(unit: Covered) -> SafeString:
    share = min(1.0, unit.covered / unit.required) if unit.required else 0.0
    return format_html(
        '<div class="coverage__row" role="listitem"><div class="coverage__head"><span>{}</span><strong>{}</strong></div>'
        '<svg class="coverage__bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="coverage__rest" width="100" height="6" rx="1"/>'
        '<rect class="{}" width="{}" height="6" rx="1"/></svg></div>',
        french(unit.label),
        _("%(covered)d sur %(required)d") % {"covered": unit.covered, "required": unit.required},
        "coverage__full" if share >= 1 else "coverage__done",
        round(100 * share, 1),
    )


def heat_map(columns: Sequence[str], rows: Sequence[HeatRow], *, title: str, corner: str = "") -> SafeString:
    """A real table whose cells are tinted in 5 steps and carry their number; `corner` heads the first column."""
    return format_html(
        '<div class="table-scroll" role="region" aria-label="{}" tabindex="0"><table class="table heat">'
        '<caption>{}</caption><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>',
        title,
        title,
        corner or format_html('<span class="visually-hidden">{}</span>', _("Ligne")),
        format_html_join("", '<th scope="col">{}</th>', ((column,) for column in columns)),
        format_html_join("", "{}", ((_heat_row(row),) for row in rows)),
    )


def _heat_row(row: HeatRow) -> SafeString:
    head = format_html('<a href="{}">{}</a>', row.url, row.label) if row.url else row.label
    texts = list(row.texts) or ["–" if share is None else percent(share) for share in row.cells]
    cells = format_html_join(
        "", '<td class="{}">{}</td>', zip((_step(share) for share in row.cells), texts, strict=True)
    )
    return format_html('<tr><th scope="row">{}</th>{}</tr>', head, cells)


def _step(share: float | None) -> str:
    return "heat__none" if share is None else f"heat__{min(4, max(0, int(share * 4 + 0.5)))}"
