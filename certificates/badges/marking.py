"""A badge that nobody earned says so on a band above its symbol, which stays in sight."""

from certificates.badges.choices import PAPER
from certificates.badges.lettering import line

SIZE, TOP, HEIGHT = 60, 24, 74
INK = "#8c1717"


def mark(svg: str, word: str) -> str:
    """The drawing with a band over its head; `word` is a short one."""
    written = line(word, SIZE, spacing=6)
    band = (
        f'<g class="example"><rect x="36" y="{TOP}" width="440" height="{HEIGHT}" rx="10" fill="{PAPER}" stroke="{INK}" '
        f'stroke-width="7"/><path transform="translate({256 - written.width / 2:.1f} {TOP + HEIGHT / 2 + SIZE * 0.34:.1f})" '
        f'd="{written.path}" fill="{INK}"/></g>'
    )
    return svg.removesuffix("</svg>") + band + "</svg>"
