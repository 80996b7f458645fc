"""How the curriculum is shown: `{% load curriculum %}`."""

from django import template
from django.conf import settings
from django.template import Context
from django.utils import timezone
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from content.templatetags.volet import day
from content.typography import french
from curriculum.choices import AlignmentKind, Standing, TextStatus
from curriculum.models import (
    Alignment,
    Competency,
    CrosswalkVersion,
    DigitalStrandVersion,
    FrameworkVersion,
    ProficiencyLevel,
    TrainingReferenceVersion,
)
from curriculum.policies import drafting_organisations
from curriculum.queries import ScaleTable
from curriculum.queries.correspondences import Correspondence, correspondences_of, crosswalks_listed

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


def reader_language() -> str:
    """`fr` or `en`, whatever the country: that of the page, in which texts are preferred."""
    return (get_language() or "fr").split("-")[0]


@register.filter
def in_language(texts: dict[str, str], main: str = "") -> str:
    """The text in the reader's language, else in `main`, else in whichever there is."""
    return texts.get(reader_language()) or texts.get(main) or next(iter(texts.values()), "")


@register.filter
def original(texts: dict[str, str], language: str) -> str:
    """The text in the version's own language, else in whichever there is."""
    return texts.get(language) or next(iter(texts.values()), "")


@register.filter
def named_language(code: str) -> str:
    """« anglais », “English”; the code itself for a language that Django doesn't know."""
    if code == "und":
        return _("non précisée")
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
    return name.lower() if reader_language() == "fr" else name


@register.filter
def status_name(status: str) -> str:
    return str(TextStatus(status).label)


@register.filter
def level_name(level: ProficiencyLevel) -> str:
    """« niveau 3 (Intermédiaire) »: the rung, and the band people know it by."""
    band = in_language(level.band)
    rung = _("niveau %(code)s") % {"code": level.code}
    return f"{rung} ({band})" if band else rung


@register.filter
def granularities(table: ScaleTable) -> str:
    """« 4 paliers = 6 lettres = 8 niveaux »: the scales that are coarser than the levels, and the levels."""
    scales = sorted((len(scale.rungs), in_language(scale.title).lower()) for scale in table.scales)
    levels = ngettext("%(number)d niveau", "%(number)d niveaux", len(table.rows)) % {"number": len(table.rows)}
    return " = ".join([*(f"{number} {title}" for number, title in scales), levels])


@register.simple_tag
def citation(version: FrameworkVersion, competency: Competency | None = None, title: str = "") -> str:
    """How to cite a version or a competency: what, where in which version, whose, from when, at which address, read when."""
    cited = competency or version
    parts = []
    if competency:
        names = {"title": title, "kind": competency.get_kind_display(), "code": competency.code}
        parts.append(
            (_("« %(title)s » (%(kind)s %(code)s)") if competency.code else _("« %(title)s » (%(kind)s)")) % names
        )
    name, named = str(version), in_language(version.title, version.language)
    if not named.startswith(name):
        parts.append(name)
    if named:
        parts.append(_("« %(title)s »") % {"title": named})
    if version.publisher:
        parts.append(version.publisher)
    # What comes from elsewhere was loaded here on a day that says nothing of the text.
    adopted = version.adopted_on or version.starts_on or (None if version.source else version.published_at)
    if adopted:
        parts.append(str(adopted.year))
    address = settings.VOLET_BASE_URL.rstrip("/") + cited.get_absolute_url()
    end = _("%(address)s (consulté le %(day)s)") % {"address": address, "day": day(timezone.localdate())}
    return ". ".join([", ".join(parts), end])


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
    return correspondences_of(context["request"].user, competency, reader_language())


@register.simple_tag(takes_context=True)
def crosswalks_of_reader(context: Context) -> list[CrosswalkVersion]:
    """The crosswalks in force, and the drafts of this reader."""
    return crosswalks_listed(context["request"].user)


@register.simple_tag(takes_context=True)
def writes_curriculum(context: Context) -> bool:
    """Whether this reader writes the curriculum of some body."""
    return bool(drafting_organisations(context["request"].user))


def _first_word(text: str) -> str:
    return text.split()[0].casefold() if text.split() else ""


def _with_article(author: str) -> str:
    """« l'Équipe Volet », « Les Pins »: an author as it stands after « par »."""
    return _("l'%(author)s") % {"author": author} if _first_word(author) in WITH_ARTICLE else author


def _cited(text: str) -> str:
    """« Arrêté du 3 mars » as it stands in a sentence: « l'arrêté du 3 mars »; in another language, quoted as it is."""
    if not (get_language() or "fr").startswith("fr"):
        return f"“{text}”"
    article = next((article for article, words in TEXTS.items() if _first_word(text) in words), None)
    return f"{article}{text[:1].lower()}{text[1:]}" if article else text
