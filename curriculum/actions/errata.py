"""Corrections of a published framework version: numbered, dated, added beside what was published and never over it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from content.versions import State
from curriculum.choices import TextStatus
from curriculum.formats import searchable
from curriculum.models import Competency, CompetencyText, Erratum, FrameworkVersion
from people.actions import record
from people.models import Person

CORRECTABLE = (State.PUBLISHED, State.SUPERSEDED)


@dataclass(frozen=True)
class Correction:
    """A text that an erratum brings: a new title in one language, or in one more."""

    competency: Competency
    language: str
    title: str
    status: str
    description: str = ""


@transaction.atomic
def add_erratum(
    *,
    version: FrameworkVersion,
    summary: str,
    by: Person | None,
    at: datetime,
    source: str = "",
    corrections: Sequence[Correction] = (),
) -> Erratum:
    """A remark, or a remark with the texts it corrects. What was there stays, and is cited as it was."""
    summary = summary.strip()
    if not summary:
        raise ValidationError(_("Dites ce que cet erratum corrige."), code="no_summary")
    locked = FrameworkVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if locked.state not in CORRECTABLE:
        raise ValidationError(
            _("« %(version)s » n'est pas une version publiée : un erratum n'y a pas sa place.") % {"version": locked},
            code="not_published",
        )
    number = (locked.errata.aggregate(last=Max("number"))["last"] or 0) + 1
    erratum = Erratum.objects.create(
        version=locked, number=number, summary=summary, source=source.strip(), by=by, at=at
    )
    for correction in corrections:
        if correction.competency.version_id != locked.pk:
            raise ValidationError(_("Cette compétence n'est pas dans cette version."), code="elsewhere")
        _revise(correction, erratum)
    record(verb="erratum-added", noun=locked, by=by, at=at, organisation=locked.framework.owner, number=number)
    return erratum


@transaction.atomic
def add_text(
    *,
    competency: Competency,
    language: str,
    title: str,
    status: str,
    by: Person | None,
    at: datetime,
    source: str = "",
) -> CompetencyText:
    """A competency's title in one language. On a published version it comes with an erratum of its own, and the revisions
    before stay as they were; on a draft it is the text."""
    correction = Correction(competency, language, title, status)
    version = competency.version
    if version.is_draft:
        text = _reword(correction, source)
    else:
        names = {"code": competency.code or competency.identifier, "title": title.strip()}
        summary = _("Intitulé de « %(code)s » : %(title)s") % names
        erratum = add_erratum(version=version, summary=summary, source=source, corrections=[correction], by=by, at=at)
        text = erratum.texts.get()
    owner = version.framework.owner
    record(verb="text-added", noun=competency, by=by, at=at, organisation=owner, language=language)
    return text


def _revise(correction: Correction, erratum: Erratum) -> CompetencyText:
    _check(correction)
    texts = CompetencyText.objects.filter(competency=correction.competency, language=correction.language)
    last = texts.order_by("-revision").first()
    return CompetencyText.objects.create(
        competency=correction.competency,
        language=correction.language,
        revision=last.revision + 1 if last else 1,
        title=correction.title.strip(),
        description=correction.description or (last.description if last else ""),
        status=correction.status,
        source=erratum.source,
        erratum=erratum,
        search_text=searchable(correction.title),
    )


def _reword(correction: Correction, source: str) -> CompetencyText:
    _check(correction)
    node = Competency.objects.select_for_update().get(pk=correction.competency.pk)
    about = {"title": correction.title.strip(), "status": correction.status, "source": source}
    text, _made = CompetencyText.objects.update_or_create(competency=node, language=correction.language, defaults=about)
    titles = CompetencyText.objects.filter(competency=node).values_list("title", flat=True)
    Competency.objects.filter(pk=node.pk).update(search_text=searchable(" ".join([node.code, *titles])))
    return text


def _check(correction: Correction) -> None:
    if not correction.title.strip():
        raise ValidationError(_("Écrivez l'intitulé de la compétence."))
    if correction.status not in TextStatus.values:
        raise ValidationError(_("Dites si ce texte est officiel, non officiel ou un projet."))
