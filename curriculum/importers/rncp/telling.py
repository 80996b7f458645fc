"""Sentences of the report: what a sheet changes in a text held here, and what a reader should look at."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from curriculum.formats import ReferenceSpec
from curriculum.formats.exchange import Remark
from curriculum.formats.registry import RegistryExport, Sheet, registry_of
from curriculum.models import TrainingReference


def changes_between(before: ReferenceSpec, after: ReferenceSpec) -> tuple[str, ...]:
    """« Niveau : Niveau 4 → Niveau 5 », one line a statement, a code or a unit that changes."""
    lines = []
    facts = {fact.key: fact for fact in before.facts}
    for fact in after.facts:
        known = facts.get(fact.key)
        if known is None or known.value != fact.value:
            lines.append(_change(fact.label, known.value if known else "", fact.value))
        elif known != fact:
            lines.append(_("%(name)s : vérifié au répertoire") % {"name": fact.label})
    codes = {code.code: code for code in before.codes}
    for code in after.codes:
        if codes.get(code.code) != code:
            lines.append(_("Code %(code)s : dates et état du répertoire") % {"code": code.code})
    units = {unit.code: unit for unit in before.walk()}
    for unit in after.walk():
        known_unit = units.get(unit.code)
        if known_unit is None or known_unit.title != unit.title:
            lines.append(_change(unit.code, known_unit.title if known_unit else "", unit.title))
        elif not known_unit.verified and unit.verified:
            lines.append(_("%(name)s : vérifié au répertoire") % {"name": unit.code})
    return tuple(lines)


def remarks_on(sheet: Sheet, export: RegistryExport, held: dict[str, list[TrainingReference]]) -> list[Remark]:
    """What the reader of one sheet should know: it says little, it is closed, something replaces it."""
    reasons = []
    if sheet.active is False:
        reasons.append(_("fiche fermée : plus personne ne peut entrer en formation"))
    if not sheet.title:
        reasons.append(_("le répertoire ne donne pas d'intitulé"))
    reasons += [
        _("le bloc %(code)s n'a pas d'intitulé au répertoire") % {"code": block.code}
        for block in sheet.blocks
        if not block.title
    ]
    for code in sheet.successors:
        other = registry_of(code) != sheet.registry
        if code not in export.sheets and code not in held:
            reasons.append(
                _("remplacée par %(code)s, que vous ne demandez pas (c'est un autre répertoire)") % {"code": code}
                if other
                else _("remplacée par %(code)s, que vous ne demandez pas") % {"code": code}
            )
    return [Remark(sheet.code, reason) for reason in reasons]


def _change(name: str, old: str, new: str) -> str:
    shown = {"name": name, "old": Truncator(old).chars(80), "new": Truncator(new).chars(80)}
    return _("%(name)s : %(old)s → %(new)s") % shown if old else _("%(name)s : %(new)s (nouveau)") % shown
