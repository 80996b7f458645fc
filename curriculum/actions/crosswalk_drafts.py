"""The drafts of crosswalks: started, worded, forked from what is published, and what is published withdrawn."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content import richtext
from curriculum.actions.versions import free_slug, next_number, open_draft, withdraw
from curriculum.choices import AlignmentState
from curriculum.models import Alignment, Crosswalk, CrosswalkVersion, FrameworkVersion
from people.actions import record
from people.models import Organisation, Person


@dataclass(frozen=True)
class CrosswalkWords:
    """What a person writes about a crosswalk."""

    title: str
    author: str
    introduction: str
    label: str


@transaction.atomic
def start_crosswalk(
    *,
    words: CrosswalkWords,
    source: FrameworkVersion,
    target: FrameworkVersion,
    owner: Organisation,
    by: Person,
    at: datetime,
) -> CrosswalkVersion:
    """A new crosswalk with an empty draft. Its versions may be drafts themselves; then it can't be published yet."""
    if source.pk == target.pk:
        raise ValidationError({"target": _("Choisissez deux versions différentes.")})
    between = f"{source.framework.slug}-{source.label}-{target.framework.slug}-{target.label}".replace(".", "-")
    crosswalk = Crosswalk.objects.create(slug=free_slug(Crosswalk, between), owner=owner)
    version = CrosswalkVersion(crosswalk=crosswalk, number=1, source=source, target=target)
    _write(version, words)
    version.save()
    record(verb="created", noun=version, by=by, at=at, organisation=owner, label=version.label)
    return version


@transaction.atomic
def word_crosswalk(
    *, version: CrosswalkVersion, words: CrosswalkWords, edit_token: str, by: Person, at: datetime
) -> CrosswalkVersion:
    draft = open_draft(version, edit_token)
    others = CrosswalkVersion.objects.filter(crosswalk=draft.crosswalk, label=words.label).exclude(pk=draft.pk)
    if others.exists():
        raise ValidationError({"label": _("Une version porte déjà ce numéro.")})
    _write(draft, words)
    draft.save()
    record(verb="edited", noun=draft, by=by, at=at, organisation=draft.crosswalk.owner, label=draft.label)
    return draft


@transaction.atomic
def fork_crosswalk(*, version: CrosswalkVersion, label: str, by: Person, at: datetime) -> CrosswalkVersion:
    """The next draft, from what is published: what was kept stays kept, with who reviewed it and when."""
    crosswalk = version.crosswalk
    number = next_number(crosswalk, CrosswalkVersion, "crosswalk")
    if CrosswalkVersion.objects.filter(crosswalk=crosswalk, label=label).exists():
        raise ValidationError(_("Une version porte déjà ce numéro."), code="label")
    fields = ("language", "title", "author", "introduction", "source", "target")
    about = {name: getattr(version, name) for name in fields}
    draft = CrosswalkVersion.objects.create(
        crosswalk=crosswalk, number=number, label=label, forked_from=version, **about
    )
    copies = list(version.alignments.filter(state=AlignmentState.ACCEPTED))
    for row in copies:
        row.pk, row.version = uuid.uuid4(), draft
        row._state.adding = True
    Alignment.objects.bulk_create(copies, batch_size=500)
    record(verb="created", noun=draft, by=by, at=at, organisation=crosswalk.owner, label=label)
    return draft


def withdraw_crosswalk(*, version: CrosswalkVersion, reason: str, by: Person, at: datetime) -> None:
    with transaction.atomic():
        withdraw(version, version.crosswalk, reason=reason, by=by, at=at)


@transaction.atomic
def discard_crosswalk(*, version: CrosswalkVersion, edit_token: str, by: Person, at: datetime) -> None:
    """Throw a draft away, and the crosswalk with it when it has no other version."""
    draft = open_draft(version, edit_token)
    crosswalk = draft.crosswalk
    record(verb="discarded", noun=draft, by=by, at=at, organisation=crosswalk.owner, label=draft.label)
    draft.alignments.all().delete()
    draft.delete()
    if not crosswalk.versions.exists():
        crosswalk.delete()


def _write(version: CrosswalkVersion, words: CrosswalkWords) -> None:
    try:
        richtext.render(words.introduction)
    except ValidationError as error:
        raise ValidationError({"introduction": error.messages}) from error
    version.title, version.author = words.title.strip(), words.author.strip()
    version.introduction, version.label, version.digest = words.introduction.strip(), words.label, ""
