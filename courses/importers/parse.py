"""From the fields of a `volet.course/1` document to a `CourseSpec`. No database; every problem is noted with its line."""

import re

from django.utils.translation import gettext as _

from content.packages import Fields, Problem
from courses.formats import ActivitySpec, CertificateSpec, CourseSpec, ModuleSpec, StatementSpec, TargetSpec
from courses.registries import kinds

SEMVER = re.compile(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?\Z")


def parse_course(fields: Fields) -> CourseSpec:
    slug, label = fields.slug(), fields.label()
    if label and not SEMVER.match(label):
        fields.refuse("label", _("« %(label)s » : écrivez trois nombres, comme « 1.0.0 »") % {"label": label})
    if not fields.has("framework"):
        fields.refuse("framework", _("« %(key)s » manque") % {"key": "framework"})
    spec = CourseSpec(
        slug=slug,
        label=label,
        language=fields.text("language", "fr"),
        title=_short(fields, "title", 200),
        summary=_short(fields, "summary", 300),
        licence=fields.text("licence", ""),
        authors=fields.strings("authors"),
        framework=fields.version_name("framework"),
        modules=[_module(entry) for entry in fields.each("modules", required=True)],
        certificate=_certificate(fields),
        digest="",
        line=fields.line_of("label"),
    )
    _refuse_repeated(fields, spec)
    return spec


def _module(fields: Fields) -> ModuleSpec:
    module = ModuleSpec(
        key=fields.slug("key"),
        title=_short(fields, "title", 200),
        activities=[_activity(entry) for entry in fields.each("activities", required=True)],
        line=fields.line_of("key"),
    )
    fields.close()
    return module


def _activity(fields: Fields) -> ActivitySpec:
    name = fields.text("kind")
    kind = kinds.get(name)
    if name and kind is None:
        known = ", ".join(sorted(kinds))
        fields.refuse("kind", _("« %(name)s » n'est pas permis : %(known)s") % {"name": name, "known": known})
    activity = ActivitySpec(
        key=fields.slug("key"),
        kind=name,
        title=_short(fields, "title", 200),
        minutes=fields.integer("minutes", minimum=1, maximum=600),
        protected=fields.flag("protected"),
        targets=[_target(entry) for entry in fields.each("targets")],
        own=kind.parse(fields) if kind else None,
        line=fields.line_of("key"),
    )
    if kind:
        fields.close()
    return activity


def _target(fields: Fields, *, close: bool = True) -> TargetSpec:
    line = fields.line_of("competency")
    target = TargetSpec(fields.text("competency"), fields.integer("level", minimum=1, maximum=100), line)
    if close:
        fields.close()
    return target


def _certificate(parent: Fields) -> CertificateSpec | None:
    fields = parent.fields("certificate")
    if fields is None:
        return None
    certificate = CertificateSpec(
        slug=fields.slug(),
        label=fields.label(),
        title=_short(fields, "title", 200),
        summary=fields.text("summary", ""),
        activity=fields.slug("activity"),
        needs_supervision=fields.flag("needs_supervision"),
        statements=[_statement(entry) for entry in fields.each("statements", required=True)],
        line=fields.line_of("activity"),
    )
    if not 3 <= len(certificate.statements) <= 6:
        fields.refuse("statements", _("il faut 3 à 6 lignes « sait faire »"))
    fields.close()
    return certificate


def _statement(fields: Fields) -> StatementSpec:
    statement = StatementSpec(text=fields.text("text"), target=_target(fields, close=False))
    fields.close()
    return statement


def _short(fields: Fields, key: str, limit: int) -> str:
    text = fields.text(key)
    if len(text) > limit:
        fields.refuse(key, _("« %(key)s » dépasse %(limit)d caractères") % {"key": key, "limit": limit})
    return text


def _refuse_repeated(fields: Fields, spec: CourseSpec) -> None:
    """Keys are stable names: unique among modules, and among all activities of the course."""
    activities = [(entry.key, entry.line) for module in spec.modules for entry in module.activities]
    for pairs in ([(module.key, module.line) for module in spec.modules], activities):
        seen: set[str] = set()
        for key, line in pairs:
            if key and key in seen:
                _refuse(fields, line, _("la clé « %(key)s » est déjà prise dans ce parcours") % {"key": key})
            seen.add(key)
    if spec.certificate and spec.certificate.activity not in {key for key, _line in activities}:
        reason = _("« %(key)s » n'est pas une activité de ce parcours") % {"key": spec.certificate.activity}
        _refuse(fields, spec.certificate.line, reason)


def _refuse(fields: Fields, line: int, reason: str) -> None:
    fields.problems.append(Problem(fields.document.name, line, reason))
