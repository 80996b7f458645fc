"""What the versions of this room have in common: one draft at a time, numbers that follow on, publishing."""

from datetime import datetime
from itertools import chain, count
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from content.versions import State, Thing, Version, Visibility, new_edit_token
from people.actions import record
from people.models import Person

LONGEST_SLUG = 70


def free_slug(things: type[Thing], words: str, *, otherwise: str = "") -> str:
    """An address that no other thing of this kind has, from a title: « boussole », « boussole-2 »… `otherwise` is for a
    title that has no letter of an address."""
    base = slugify(words.replace("œ", "oe").replace("æ", "ae"))[:LONGEST_SLUG].strip("-") or otherwise
    taken = set(things._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    every = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(slug for slug in every if slug not in taken)


def next_number(thing: Thing, versions: type[Version], key: str) -> int:
    """The number of a new draft of `thing`, locked against a second author. `key` is the versions' key to it."""
    type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    siblings = versions._default_manager.filter(**{key: thing})
    if siblings.filter(state=State.DRAFT).exists():
        raise ValidationError(_("« %(slug)s » a déjà un brouillon : publiez-le d'abord.") % {"slug": thing.slug})
    return (siblings.aggregate(last=Max("number"))["last"] or 0) + 1


AnyVersion = TypeVar("AnyVersion", bound=Version)


def open_draft(version: AnyVersion, edit_token: str) -> AnyVersion:
    """The draft, locked for writing, with a new token, still unsaved. Inside the caller's transaction.

    `edit_token` is that of the draft the author read: with another one, a colleague was faster and nothing is written.
    Raises ValidationError with code `not_draft` or `edited`.
    """
    draft = type(version)._default_manager.select_for_update(of=("self",)).get(pk=version.pk)
    if not draft.is_draft:
        raise ValidationError(
            _("« %(version)s » est publié : il ne change plus. Créez une nouvelle version.") % {"version": draft},
            code="not_draft",
        )
    _check_token(draft, edit_token)
    draft.edit_token = new_edit_token()
    return draft


def hold(version: Version) -> None:
    """Lock the draft as the caller has it: what is checked from here on is what will be frozen. Inside the caller's
    transaction. Raises ValidationError with code `edited` when a colleague was faster."""
    row = type(version)._default_manager.select_for_update(of=("self",)).get(pk=version.pk)
    _check_token(row, version.edit_token)


def _check_token(draft: Version, edit_token: str) -> None:
    if draft.edit_token != edit_token:
        message = _(
            "Une autre personne a modifié ce brouillon pendant que vous écriviez. Relisez-le, puis recommencez."
        )
        raise ValidationError(message, code="edited")


def withdraw(version: Version, thing: Thing, *, reason: str, by: Person | None, at: datetime) -> None:
    """Take a published version out of use: it stays readable, marked as withdrawn. Inside the caller's transaction."""
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Dites pourquoi cette version est retirée."), code="no_reason")
    type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    version.refresh_from_db(fields=["state"])
    if version.state not in {State.PUBLISHED, State.SUPERSEDED}:
        raise ValidationError(_("« %(version)s » n'est pas publié.") % {"version": version}, code="not_published")
    version.state = State.WITHDRAWN
    version.save(update_fields=["state"])
    record(verb="withdrawn", noun=version, by=by, at=at, organisation=thing.owner, label=version.label, reason=reason)


def publish(version: Version, thing: Thing, key: str, *, by: Person | None, at: datetime) -> None:
    """Publish a draft for everybody, and supersede the version published before it. Inside the caller's transaction."""
    type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    version.refresh_from_db(fields=["state"])
    if not version.is_draft:
        raise ValidationError(_("« %(version)s » n'est plus un brouillon.") % {"version": version})
    siblings = type(version)._default_manager.filter(**{key: thing})
    siblings.filter(state=State.PUBLISHED).update(state=State.SUPERSEDED)
    version.state, version.published_at, version.published_by = State.PUBLISHED, at, by
    version.save(update_fields=["state", "published_at", "published_by"])
    if thing.visibility != Visibility.PUBLIC:
        thing.visibility = Visibility.PUBLIC
        thing.save(update_fields=["visibility"])
    record(verb="published", noun=version, by=by, at=at, organisation=thing.owner, label=version.label)
