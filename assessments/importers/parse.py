"""From the fields of a `volet.assessment/1` document to an `AssessmentSpec`. No database; every problem with its line."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.choices import Feedback, Purpose
from assessments.formats import AssessmentSpec, ItemSpec, SectionSpec
from assessments.scoring import BodyError, Flaw, parse_body
from content import richtext
from content.packages import Fields, Problem

OWN_KEYS = ("key", "kind", "review")


def parse_assessment(fields: Fields) -> AssessmentSpec:
    if not fields.has("framework"):
        fields.refuse("framework", _("« %(key)s » manque") % {"key": "framework"})
    purpose = fields.choice("purpose", list(Purpose.values))
    spec = AssessmentSpec(
        slug=fields.slug(),
        label=fields.label(),
        language=fields.text("language", "fr"),
        title=_short(fields, "title"),
        purpose=purpose,
        framework=fields.version_name("framework"),
        introduction=_markdown(fields, "introduction"),
        feedback=fields.choice("feedback", list(Feedback.values), Feedback.AT_END),
        pass_rule=_pass_rule(fields, purpose),
        sections=tuple(_section(entry) for entry in fields.each("sections", required=True)),
        line=fields.line_of("label"),
    )
    _refuse_repeated(fields, spec)
    return spec


def _pass_rule(parent: Fields, purpose: str) -> dict[str, float]:
    fields = parent.fields("pass_rule")
    if fields is None:
        if purpose == Purpose.CERTIFYING:
            parent.refuse("pass_rule", _("une épreuve dit à partir de quand elle est validée : « pass_rule »"))
        return {}
    overall, section = fields.share("overall"), fields.share("section")
    if overall is None:
        fields.refuse("overall", _("« %(key)s » manque") % {"key": "overall"})
    fields.close()
    return {"overall": overall or 0.0, "section": section or 0.0}


def _section(fields: Fields) -> SectionSpec:
    target = fields.fields("target")
    if target is None:
        fields.refuse("target", _("« %(key)s » manque") % {"key": "target"})
    competency = target.text("competency") if target else ""
    level = target.integer("level", minimum=1, maximum=100) if target else 0
    if target:
        target.close()
    section = SectionSpec(
        key=fields.slug("key"),
        title=_short(fields, "title"),
        competency=competency,
        level=level,
        target_line=fields.line_of("target"),
        draw=fields.optional_integer("draw", minimum=1, maximum=100),
        items=tuple(item for entry in fields.each("items", required=True) if (item := _item(entry))),
    )
    if section.draw and section.draw > len(section.items):
        counts = {"draw": section.draw, "count": len(section.items)}
        fields.refuse("draw", _("on ne peut pas tirer %(draw)d questions parmi %(count)d") % counts)
    fields.close()
    return section


def _item(fields: Fields) -> ItemSpec | None:
    key, kind = fields.slug("key"), fields.text("kind")
    review = fields.slug("review") if fields.has("review") else ""
    own = {name: value for name, value in fields.data.items() if name not in OWN_KEYS}
    try:
        body = parse_body(kind, own)
        for text in (body.prompt, body.feedback):
            richtext.render(text)
    except BodyError as error:
        for flaw in error.flaws:
            fields.problems.append(Problem(fields.document.name, _line(fields.data, flaw), _reason(flaw)))
        return None
    except ValidationError as error:
        fields.refuse("prompt", " ".join(error.messages))
        return None
    return ItemSpec(key, kind, body, review, fields.line_of("key"))


def _reason(flaw: Flaw) -> str:
    return _(flaw.message) % flaw.params


def _line(data: Any, flaw: Flaw) -> int:
    """The line of a flaw: as deep along its path as the document goes."""
    line: int = data.line
    for step in flaw.path:
        lines = getattr(data, "lines", {})
        if (isinstance(step, int) and step >= len(lines)) or (isinstance(step, str) and step not in lines):
            break
        line, data = lines[step], data[step]
    return line


def _short(fields: Fields, key: str) -> str:
    text = fields.text(key)
    if len(text) > 200:
        fields.refuse(key, _("« %(key)s » dépasse %(limit)d signes") % {"key": key, "limit": 200})
    return text


def _markdown(fields: Fields, key: str) -> str:
    text = fields.text(key, "")
    try:
        richtext.render(text)
    except ValidationError as error:
        fields.refuse(key, " ".join(error.messages))
    return text


def _refuse_repeated(fields: Fields, spec: AssessmentSpec) -> None:
    """Keys are stable names: of sections, and of items in the whole file."""
    sections = [(section.key, section.target_line) for section in spec.sections]
    items = [(item.key, item.line) for section in spec.sections for item in section.items]
    for pairs in (sections, items):
        seen: set[str] = set()
        for key, line in pairs:
            if key and key in seen:
                reason = _("la clé « %(key)s » est déjà prise dans ce fichier") % {"key": key}
                fields.problems.append(Problem(fields.document.name, line, reason))
            seen.add(key)
