"""The picture itself: SVG, and PNG made from it. The same design and title give the same bytes."""

from functools import lru_cache
from math import cos, pi, sin
from typing import Final
from xml.sax.saxutils import escape

from certificates.badges.choices import CORAL, GROUNDS, PAPER, Shape
from certificates.badges.design import Design
from certificates.badges.lettering import line
from certificates.badges.symbols import SYMBOLS

SIDE: Final = 512
PIXELS: Final = 600
RIBBON_TOP: Final = 334
RIBBON_HEIGHT: Final = 78
WIDEST_TEXT: Final = 366
TEXT_SIZE: Final = 46


def draw_svg(design: Design, *, title: str) -> str:
    """A square SVG without fonts, scripts or links. `title` is what a screen reader says, and a pointer shows."""
    ground, detail = GROUNDS[design.colour]
    symbol = SYMBOLS[design.symbol].format(a=detail)
    side, left, top = (206, 153, 104) if design.text else (248, 132, 132)
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" height="{SIDE}" role="img">',
        f"<title>{escape(''.join(filter(str.isprintable, title)))}</title>",
        _shape(design.shape, 250, fill=ground),
        _shape(design.shape, 232, fill="none", stroke=PAPER, width=5),
        _shape(design.shape, 219, fill="none", stroke=detail, width=3),
        f'<g transform="translate({left} {top}) scale({side / 100:g})" fill="none" stroke="{PAPER}" stroke-width="7" '
        f'stroke-linecap="round" stroke-linejoin="round">{symbol}</g>',
        _ribbon(design.text, ground) if design.text else "",
        "</svg>",
    )
    return "".join(parts)


@lru_cache(maxsize=64)
def draw_png(svg: str, *, pixels: int = PIXELS) -> bytes:
    """A drawing of ours as a square PNG with a transparent ground. No font, file or address is ever read. A whole session
    has the same badge: the last pictures are remembered."""
    import resvg_py  # inline: heavy, and no page needs it

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=pixels, height=pixels, skip_system_fonts=True))


def _shape(shape: Shape, radius: float, *, fill: str, stroke: str = "none", width: float = 0) -> str:
    paint = f'fill="{fill}"' + (f' stroke="{stroke}" stroke-width="{width:g}"' if width else "")
    if shape == Shape.ROUND:
        return f'<circle cx="256" cy="256" r="{radius:g}" {paint}/>'
    path = {Shape.HEXAGON: _hexagon, Shape.SHIELD: _shield, Shape.ROSETTE: _rosette}[shape](radius)
    return f'<path d="{path}" {paint} stroke-linejoin="round"/>'


def _hexagon(radius: float) -> str:
    """Point up, with round corners: each corner is a curve between the points at a seventh of its two sides."""
    corners = [(256 + radius * sin(n * pi / 3), 256 - radius * cos(n * pi / 3)) for n in range(6)]
    steps = []
    for n, (x, y) in enumerate(corners):
        before, after = corners[n - 1], corners[(n + 1) % 6]
        a, b = ((x + (px - x) / 7, y + (py - y) / 7) for px, py in (before, after))
        steps.append(f"{'L' if n else 'M'}{a[0]:.1f} {a[1]:.1f}Q{x:.1f} {y:.1f} {b[0]:.1f} {b[1]:.1f}")
    return "".join(steps) + "z"


def _shield(radius: float) -> str:
    """Drawn for a radius of 250, then drawn in towards a middle that stands a little above that of the square."""

    def point(x: float, y: float) -> str:
        share = radius / 250
        return f"{256 + x * share:.1f} {242 + y * share:.1f}"

    return (
        f"M{point(0, -238)}C{point(66, -200)} {point(140, -184)} {point(222, -184)}"
        f"C{point(226, 20)} {point(190, 178)} {point(0, 262)}"
        f"C{point(-190, 178)} {point(-226, 20)} {point(-222, -184)}"
        f"C{point(-140, -184)} {point(-66, -200)} {point(0, -238)}z"
    )


def _rosette(radius: float) -> str:
    """Twenty flat petals."""
    petals, inner = 20, radius * 0.955
    points = [(256 + inner * sin(2 * pi * n / petals), 256 - inner * cos(2 * pi * n / petals)) for n in range(petals)]
    curve = radius * 0.19
    arcs = "".join(f"A{curve:.1f} {curve:.1f} 0 0 1 {x:.1f} {y:.1f}" for x, y in [*points[1:], points[0]])
    return f"M{points[0][0]:.1f} {points[0][1]:.1f}{arcs}z"


def _ribbon(text: str, ground: str) -> str:
    """A band in front of the badge with its two folded ends behind; long words get smaller letters."""
    whole = line(text, TEXT_SIZE, spacing=0.5)
    size = TEXT_SIZE * min(1, WIDEST_TEXT / whole.width)
    written = line(text, size, spacing=0.5)
    band, half = max(written.width + 64, 260), RIBBON_HEIGHT / 2
    left, right, top = 256 - band / 2, 256 + band / 2, RIBBON_TOP
    ends = "".join(
        f'<path d="M{x:.1f} {top + 18}h{-side * 54}l{side * 18} {half:g}l{-side * 18} {half:g}h{side * 54}z" '
        f'fill="{CORAL}"/>'
        for x, side in ((left + 24, 1), (right - 24, -1))
    )
    baseline = top + half + size * 0.34
    return (
        f'{ends}<rect x="{left:.1f}" y="{top}" width="{band:.1f}" height="{RIBBON_HEIGHT}" rx="10" fill="{PAPER}" '
        f'stroke="{ground}" stroke-width="5"/>'
        f'<path transform="translate({256 - written.width / 2:.1f} {baseline:.1f})" d="{written.path}" fill="{ground}"/>'
    )
