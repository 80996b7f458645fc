"""A framework draft: what it says of itself, its levels and their other granularities.

Every action takes the `edit_token` of the draft that its author read: with another one, a colleague was faster.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _

from content.packages.fields import LABEL
from curriculum.actions.versions import open_draft
from curriculum.formats import ScaleSpec
from curriculum.models import FrameworkVersion, ProficiencyLevel
from people.actions import record
from people.models import Person


@dataclasses.dataclass(frozen=True)
class About:
    """What a draft says of itself. `title` holds a text by language, that of the draft's own language at least."""

    label: str
    title: Mapping[str, str]
    publisher: str = ""
    creator: str = ""
    description: str = ""
    source: str = ""
    licence: str = ""
    adoption_status: str = ""
    adopted_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def opened(version: FrameworkVersion, edit_token: str) -> FrameworkVersion:
    """The draft, locked, with a new token: it no longer says what a file said. Inside the caller's transaction."""
    draft = open_draft(version, edit_token)
    draft.digest = ""
    draft.save(update_fields=["edit_token", "digest"])
    return draft


def check_label(label: str, version: FrameworkVersion) -> None:
    """Raises ValidationError unless the label can stand in an address and no other version of the framework has it."""
    if not LABEL.match(label):
        raise ValidationError(
            _("« %(label)s » n'est pas un numéro de version : chiffres, lettres et points, 20 au plus.")
            % {"label": label}
        )
    others = FrameworkVersion.objects.filter(framework=version.framework, label=label).exclude(pk=version.pk)
    if others.exists():
        raise ValidationError(_("La version « %(label)s » existe déjà.") % {"label": label})


@transaction.atomic
def edit_about(
    *, version: FrameworkVersion, about: About, edit_token: str, by: Person | None, at: datetime
) -> FrameworkVersion:
    draft = opened(version, edit_token)
    if not about.title.get(draft.language, "").strip():
        raise ValidationError(_("Écrivez le titre dans la langue du référentiel."))
    if about.starts_on and about.ends_on and about.ends_on < about.starts_on:
        raise ValidationError(_("La date de fin précède la date de début."))
    check_label(about.label, draft)
    for name in (entry.name for entry in dataclasses.fields(About)):
        setattr(draft, name, getattr(about, name))
    draft.title = _texts(about.title)
    draft.save()
    record(verb="draft-edited", noun=draft, by=by, at=at, organisation=draft.framework.owner)
    return draft


@transaction.atomic
def add_level(
    *,
    version: FrameworkVersion,
    code: str,
    title: Mapping[str, str],
    band: Mapping[str, str],
    edit_token: str,
    by: Person | None,
    at: datetime,
) -> ProficiencyLevel:
    """A rung above the others."""
    draft = opened(version, edit_token)
    last = draft.levels.aggregate(last=Max("rank"))["last"] or 0
    level = ProficiencyLevel.objects.create(
        version=draft, rank=last + 1, code=code, title=_texts(title), band=_texts(band)
    )
    record(verb="level-added", noun=draft, by=by, at=at, organisation=draft.framework.owner, rank=level.rank)
    return level


@transaction.atomic
def edit_level(
    *,
    level: ProficiencyLevel,
    code: str,
    title: Mapping[str, str],
    band: Mapping[str, str],
    edit_token: str,
    by: Person | None,
    at: datetime,
) -> ProficiencyLevel:
    draft = opened(level.version, edit_token)
    level.code, level.title, level.band = code, _texts(title), _texts(band)
    level.save(update_fields=["code", "title", "band"])
    record(verb="level-edited", noun=draft, by=by, at=at, organisation=draft.framework.owner, rank=level.rank)
    return level


@transaction.atomic
def remove_level(*, level: ProficiencyLevel, edit_token: str, by: Person | None, at: datetime) -> None:
    """Refused while another scale of the draft starts or ends there, or anything asks for it."""
    draft = opened(level.version, edit_token)
    ends = {rung[end] for scale in draft.scales for rung in scale["rungs"] for end in ("first", "last")}
    if level.rank in ends:
        raise ValidationError(_("Une autre échelle s'appuie sur ce niveau : changez-la d'abord."), code="in_use")
    rank = level.rank
    try:
        level.delete()
    except ProtectedError as error:
        raise ValidationError(
            _("On ne peut pas supprimer ce niveau : un volet, un parcours ou un certificat le demande."), code="in_use"
        ) from error
    record(verb="level-removed", noun=draft, by=by, at=at, organisation=draft.framework.owner, rank=rank)


@transaction.atomic
def edit_scales(
    *, version: FrameworkVersion, scales: Sequence[ScaleSpec], edit_token: str, by: Person | None, at: datetime
) -> FrameworkVersion:
    """The other granularities, all at once. A rung holds levels that exist, and no level stands on two rungs of a scale."""
    draft = opened(version, edit_token)
    ranks = set(draft.levels.values_list("rank", flat=True))
    for scale in scales:
        before = 0
        for rung in scale.rungs:
            if rung.first not in ranks or rung.last not in ranks or not before < rung.first <= rung.last:
                names = {"code": rung.code, "scale": scale.title.get(draft.language, scale.key)}
                raise ValidationError(
                    _("%(scale)s, échelon « %(code)s » : écrivez des niveaux qui existent, du plus bas au plus haut.")
                    % names
                )
            before = rung.last
    draft.scales = [dataclasses.asdict(scale) for scale in scales]
    draft.save(update_fields=["scales"])
    record(verb="scales-edited", noun=draft, by=by, at=at, organisation=draft.framework.owner)
    return draft


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}
