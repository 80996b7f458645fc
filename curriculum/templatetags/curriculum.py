"""How the curriculum is shown: `{% load curriculum %}`."""

from django import template
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from content.templatetags.volet import day
from content.typography import french
from curriculum.choices import Standing
from curriculum.models import DigitalStrandVersion, ProficiencyLevel, TrainingReferenceVersion

register = template.Library()

#: Author names that take « de l' » and « d' » in « Proposition de… ».
WITH_ARTICLE = ("équipe", "association", "union", "institut", "agence", "école", "office")
VOWELS = "aàâeéèêiîoôuyh"
#: Names of French legal texts, by their article.
TEXTS = {
    "l'": ("article", "arrêté", "annexe", "avenant", "ordonnance", "accord", "instruction"),
    "le ": ("décret", "code", "règlement", "référentiel"),
    "la ": ("loi", "convention", "circulaire", "délibération", "décision"),
    "les ": ("articles",),
}


@register.filter
def in_language(texts: dict[str, str], main: str = "") -> str:
    """The text in the reader's language, else in `main`, else in whichever there is."""
    language = (get_language() or "fr").split("-")[0]
    return texts.get(language) or texts.get(main) or next(iter(texts.values()), "")


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
    names = {"author": version.author, "text": _cited(version.legal_basis), "day": day(version.standing_on)}
    if version.standing == Standing.STATUTORY:
        return french(_("Prévu par %(text)s, mis en forme par %(by)s") % {**names, "by": _with_article(version.author)})
    if version.standing == Standing.ADOPTED:
        names["author"] = _with_article(version.author)
        words = _("Adopté par %(author)s le %(day)s") if version.standing_on else _("Adopté par %(author)s")
        return french(words % names)
    first = _first_word(version.author)
    if first in WITH_ARTICLE:
        return french(_("Proposition de l'%(author)s") % names)
    if first[:1] in VOWELS:
        return french(_("Proposition d'%(author)s") % names)
    return french(_("Proposition de %(author)s") % names)


def _first_word(text: str) -> str:
    return text.split()[0].casefold() if text.split() else ""


def _with_article(author: str) -> str:
    """« l'Équipe Volet », « Les Pins »: an author as it stands after « par »."""
    return _("l'%(author)s") % {"author": author} if _first_word(author) in WITH_ARTICLE else author


def _cited(text: str) -> str:
    """« Arrêté du 3 mars » as it stands in a sentence: « l'arrêté du 3 mars »."""
    article = next((article for article, words in TEXTS.items() if _first_word(text) in words), None)
    return f"{article}{text[:1].lower()}{text[1:]}" if article else text
