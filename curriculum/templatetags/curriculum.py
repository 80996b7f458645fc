"""How the curriculum is shown: `{% load curriculum %}`."""

from django import template
from django.template import Context
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from content.typography import french
from curriculum.choices import AlignmentKind, Standing
from curriculum.models import (
    Alignment,
    Competency,
    CrosswalkVersion,
    DigitalStrandVersion,
    ProficiencyLevel,
    TrainingReferenceVersion,
)
from curriculum.policies import drafting_organisations
from curriculum.queries.correspondences import Correspondence, correspondences_of, crosswalks_listed

register = template.Library()

#: Author names that take « de l' » and « d' » in « Proposition de… ».
WITH_ARTICLE = ("équipe", "association", "union", "institut", "agence", "école", "office")
VOWELS = "aàâeéèêiîoôuyh"


@register.filter
def in_language(texts: dict[str, str], main: str = "") -> str:
    """The text in the reader's language, else in `main`, else in whichever there is."""
    language = (get_language() or "fr").split("-")[0]
    return texts.get(language) or texts.get(main) or next(iter(texts.values()), "")


@register.filter
def original(texts: dict[str, str], language: str) -> str:
    """The text in the version's own language, else in whichever there is."""
    return texts.get(language) or next(iter(texts.values()), "")


@register.filter
def named_language(code: str) -> str:
    """« anglais »; the code itself for a language that Django doesn't know."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@register.filter
def level_name(level: ProficiencyLevel) -> str:
    """« niveau 3 (Intermédiaire) »: the rung, and the band people know it by."""
    band = in_language(level.band)
    rung = _("niveau %(code)s") % {"code": level.code}
    return f"{rung} ({band})" if band else rung


@register.filter
def fact(version: TrainingReferenceVersion, key: str) -> str:
    """The value of one verified fact of a training reference: its level, say. Nothing where it is still to verify."""
    return next((entry["value"] for entry in version.facts if entry["key"] == key and entry["verified"]), "")


@register.filter
def standing_of(version: DigitalStrandVersion) -> str:
    """« Proposition de l'Équipe Volet »: who speaks, so that nobody takes a proposal for the State's text."""
    author = version.author
    names = {"author": author}
    if version.standing == Standing.ADOPTED:
        return french(_("Adopté par : %(author)s") % names)
    if version.standing == Standing.STATUTORY:
        return french(_("Prévu par un texte. Mis en forme par : %(author)s") % names)
    first = author.split()[0].casefold() if author.split() else ""
    if first in WITH_ARTICLE:
        return french(_("Proposition de l'%(author)s") % names)
    if first[:1] in VOWELS:
        return french(_("Proposition d'%(author)s") % names)
    return french(_("Proposition de %(author)s") % names)


#: What a kind says when the alignment is read from its destination.
TURNED = {"broader": "narrower", "narrower": "broader"}


@register.filter
def kind_read(alignment: Alignment, back: bool = False) -> str:
    """« plus large »: what the other end is to this one, whichever end the page starts from."""
    if back and alignment.kind == AlignmentKind.REPLACED_BY:
        return _("remplace")
    if back and alignment.kind == AlignmentKind.TRANSLATION_OF:
        return _("traduite en")
    kind = TURNED.get(alignment.kind, alignment.kind) if back else alignment.kind
    return str(AlignmentKind(kind).label)


@register.simple_tag(takes_context=True)
def correspondences(context: Context, competency: Competency) -> list[Correspondence]:
    """What the crosswalks in force say of a competency, for this reader."""
    language = (get_language() or "fr").split("-")[0]
    return correspondences_of(context["request"].user, competency, language)


@register.simple_tag(takes_context=True)
def crosswalks_of_reader(context: Context) -> list[CrosswalkVersion]:
    """The crosswalks in force, and the drafts of this reader."""
    return crosswalks_listed(context["request"].user)


@register.simple_tag(takes_context=True)
def writes_curriculum(context: Context) -> bool:
    """Whether this reader writes the curriculum of some body."""
    return bool(drafting_organisations(context["request"].user))
