"""What templates use to show things: `{% load volet %}`. Each tag is shown in docs/reference/components.md."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.template.context import RequestContext
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from content import charts, icons, typography
from content.typography import NO_BREAK, french, french_html
from people.registries import slots

register = template.Library()

SHORT = 200


@register.filter
def typo(text: Any) -> str:
    """Text of the database or of an author, with French spaces and apostrophes; markup that is safe stays safe."""
    if text is None:
        return ""
    text = text if isinstance(text, str) else str(text)
    return _short(text) if len(text) <= SHORT else _set(text)


def _set(text: str) -> str:
    if isinstance(text, SafeString):
        return mark_safe(french_html(text))  # noqa: S308  (it was safe, and only its text nodes changed)
    return french(text)


#: Titles and labels come back on every page. `typed`: what is safe and what has to be escaped are never mixed up.
_short = lru_cache(maxsize=4096, typed=True)(_set)


@register.filter
def minutes(count: int | None) -> str:
    """A duration in minutes the French way: 9 → « 9 min », 75 → « 1 h 15 »."""
    if count is None:
        return ""
    hours, rest = divmod(int(count), 60)
    if not hours:
        return f"{rest}{NO_BREAK}min"
    return f"{hours}{NO_BREAK}h" + (f"{NO_BREAK}{rest:02d}" if rest else "")


@register.filter
def figure(number: int | None) -> str:
    """A number that may be long: « 14 000 », “14,000”."""
    return "" if number is None else typography.figure(number)


@register.filter
def percent(share: int | None) -> str:
    """« 75 % », “75%”."""
    return "" if share is None else typography.percent(share)


@register.filter
def day(when: date | datetime | None) -> str:
    """« 1er mars 2026 » in French, « 1 March 2026 » in English; a moment counts in the installation's time zone."""
    if when is None:
        return ""
    if isinstance(when, datetime):
        when = timezone.localtime(when) if timezone.is_aware(when) else when
    first = "1er" if when.day == 1 and (get_language() or "").startswith("fr") else str(when.day)
    return f"{first}{NO_BREAK}{date_format(when, 'F Y')}"


@register.filter
def initials(name: str) -> str:
    """« Inès Le Goff » → « IG »: first and last word, for round badges."""
    words = str(name).split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    return icons.icon(name, label)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Label, help, errors and control of one field, in the markup of the house."""
    return bound.as_field_group()


@register.simple_tag(takes_context=True)
def nav_link(context: Context, name: str, label: str, besides: str = "", also: str = "") -> str:
    """A link of the navigation, or nothing while `name` has no address. `besides` names links that lie under it and are
    not it; `also` names others that it leads to, or begins their addresses (« /crosswalks/ »)."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return ""
    request = context.get("request")
    path = request.path if request else ""
    here = _under(path, f"{name} {also}") and not _under(path, besides)
    current = format_html(' aria-current="{}"', "page" if path == url else "true") if here else ""
    return format_html('<li><a class="nav__link" href="{}"{}>{}</a></li>', url, current, label)


def _under(path: str, names: str) -> bool:
    return any(path.startswith(address) for address in map(_address, names.split()) if address)


def _address(name: str) -> str:
    if name.startswith("/"):
        return f"{get_script_prefix().rstrip('/')}{name}"
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def slot(context: RequestContext, name: str, **subject: Any) -> SafeString:
    """The panels that upper rooms put in the place `name` (see `people.registries.slots`), in their order."""
    request = context.get("request")
    if request is None or context.template is None:
        return SafeString("")
    shown = []
    for path, extra in slots.filled(name, request, **subject):
        with context.push(**extra):
            shown.append(context.template.engine.get_template(path).render(context))
    return mark_safe("".join(shown))  # noqa: S308  (rendered by the template engine)


@register.simple_tag
def qr(text: str, title: str = "") -> SafeString:
    """An inline QR code; `title` says what it opens."""
    from content.documents import qr_svg  # inline: it pulls the PDF engine in, which few pages need

    return qr_svg(text, title=title)


@register.simple_tag
def ring(done: float, total: float = 100, label: str = "") -> SafeString:
    return charts.ring(done, total, label=label)


@register.simple_tag
def radar(axes: list[charts.Axis], title: str) -> SafeString:
    return charts.radar(axes, title=title)


@register.simple_tag
def coverage_chart(units: list[charts.Covered], title: str) -> SafeString:
    return charts.coverage(units, title=title)


@register.simple_tag
def heat_map(columns: list[str], rows: list[charts.HeatRow], title: str, corner: str = "") -> SafeString:
    return charts.heat_map(columns, rows, title=title, corner=corner)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The query string of this page with `changes`, for sort and page links; `None` drops a key."""
    request = context.get("request")
    values = request.GET.copy() if request else None
    if values is None:
        return ""
    for key, value in changes.items():
        values.pop(key, None)
        if value not in (None, ""):
            values[key] = str(value)
    return conditional_escape("?" + values.urlencode())
