"""How a move is drawn: `{% load carrying %}`."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()
WIDTH, HEIGHT, GAP = 600, 28, 3


@register.simple_tag
def carry_bar(parts: Sequence[tuple[str, str, int]]) -> SafeString:
    """One bar for all things, a piece for each stage: `(stage, words, how many)`. The legend beside it says the same."""
    total = sum(count for _stage, _words, count in parts)
    pieces, done = [], 0
    for stage, _words, count in parts:
        start, done = done, done + count
        pieces.append((round(WIDTH * start / total, 1), max(round(WIDTH * count / total - GAP, 1), 1), stage))
    return format_html(
        '<svg class="carry-bar" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="none">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        WIDTH,
        HEIGHT,
        _("Où en est le changement de version"),
        _("Où en est le changement de version"),
        ", ".join(f"{count} {words}" for _stage, words, count in parts),
        format_html_join(
            "",
            '<rect x="{}" y="0" width="{}" height="28" rx="6" class="carry-bar__part carry-{}"/>',
            pieces,
        ),
    )
