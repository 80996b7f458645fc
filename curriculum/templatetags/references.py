"""How training references are shown: `{% load references %}`."""

from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.templatetags.volet import day
from content.typography import french
from content.versions import State
from curriculum.models import TrainingReferenceVersion
from curriculum.queries import UnitNode
from curriculum.queries.reference_comparison import Said

register = template.Library()


@register.filter
def choice_in_words(node: UnitNode) -> str:
    """« Une seule option au choix parmi trois »: how many of the children are needed."""
    needed, total = node.unit.choose or 0, len(node.children)
    if needed >= total:
        return _("Toutes ces options sont demandées")
    numbers = {"needed": str(apnumber(needed)).capitalize(), "total": apnumber(total)}
    return (
        ngettext("Une seule option au choix parmi %(total)s", "%(needed)s options au choix parmi %(total)s", needed)
        % numbers
    )


@register.filter
def reference_citation(version: TrainingReferenceVersion) -> str:
    """How to cite a text as it reads here: what, fixed by which text, in which state, at which address, read when."""
    address = settings.VOLET_BASE_URL.rstrip("/") + version.get_absolute_url()
    title = version.title.replace("« ", "“").replace(" »", "”")
    name = _("%(version)s, « %(title)s »") % {"version": str(version), "title": title}
    state = "" if version.state == State.PUBLISHED else version.get_state_display()
    end = _("%(address)s (consulté le %(day)s)") % {"address": address, "day": day(timezone.localdate())}
    parts = (f"{name} ({state})" if state else name, version.legal_text.rstrip("."), end)
    return french(". ".join(part for part in parts if part) + ".")


@register.filter
def said_in_words(said: Said) -> str:
    """A day written out, codes one after the other, a text as it is."""
    if isinstance(said.value, date):
        return day(said.value)
    return said.value if isinstance(said.value, str) else ", ".join(code.code for code in said.value)


@register.filter
def sheets_with_remarks(report: dict[str, Any]) -> list[tuple[dict[str, Any], list[str]]]:
    """Each code of an import (`ReferencesReport`, as it is kept) with what its reader should know."""
    warnings = report["warnings"]
    return [
        (sheet, [remark["reason"] for remark in warnings if remark["where"] == sheet["code"]])
        for sheet in report["references"]
    ]


@register.filter
def remarks_on_the_file(report: dict[str, Any]) -> list[dict[str, str]]:
    """Those that belong to no code."""
    codes = {sheet["code"] for sheet in report["references"]}
    return [remark for remark in report["warnings"] if remark["where"] not in codes]
