"""The life of a framework version: from nothing or from the version before, draft, published, withdrawn."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.actions.copying import copy_parts
from curriculum.actions.drafting import check_label, opened
from curriculum.actions.frameworks import publish_framework
from curriculum.actions.removing import remove_version
from curriculum.actions.versions import free_slug, next_number, withdraw
from curriculum.models import Framework, FrameworkVersion
from people.actions import record
from people.models import Organisation, Person

#: What belongs to the edition, and goes to the next one; its dates and its source's addresses stay with it.
KEPT = ("language", "title", "publisher", "creator", "description", "source", "licence", "scales", "extra")


@transaction.atomic
def start_framework(
    *, name: str, label: str, language: str, owner: Organisation, by: Person | None, at: datetime
) -> FrameworkVersion:
    """An empty draft of a new framework."""
    name = name.strip()
    if not name:
        raise ValidationError(_("Donnez un nom au référentiel."))
    framework = Framework.objects.create(
        slug=free_slug(Framework, name, otherwise="referentiel"), owner=owner, name=name
    )
    draft = FrameworkVersion(framework=framework, number=1, label=label, language=language, title={language: name})
    check_label(label, draft)
    draft.save()
    record(verb="created", noun=draft, by=by, at=at, organisation=owner, label=label)
    return draft


@transaction.atomic
def fork_framework(*, version: FrameworkVersion, label: str, by: Person | None, at: datetime) -> FrameworkVersion:
    """The next draft, from what a published version says today, its errata included. One draft at a time."""
    if version.is_draft:
        raise ValidationError(
            _("« %(version)s » est encore un brouillon : continuez-le.") % {"version": version}, code="not_published"
        )
    number = next_number(version.framework, FrameworkVersion, "framework")
    kept = {name: getattr(version, name) for name in KEPT}
    draft = FrameworkVersion(framework=version.framework, number=number, label=label, forked_from=version, **kept)
    check_label(label, draft)
    draft.save()
    copy_parts(version, draft)
    record(verb="forked", noun=draft, by=by, at=at, organisation=version.framework.owner, label=label)
    return draft


@transaction.atomic
def publish_draft(*, version: FrameworkVersion, edit_token: str, by: Person | None, at: datetime) -> FrameworkVersion:
    """Publish the draft that its author read: with another `edit_token`, a colleague changed it meanwhile."""
    digest = version.digest
    draft = opened(version, edit_token)
    draft.digest = digest  # a file that was loaded and left as it is still loads as unchanged
    draft.save(update_fields=["digest"])
    return publish_framework(version=draft, by=by, at=at)


@transaction.atomic
def withdraw_framework(*, version: FrameworkVersion, reason: str, by: Person | None, at: datetime) -> FrameworkVersion:
    """Out of use: it leaves the lists and stays at its address, marked, for the certificates that cite it."""
    withdraw(version, version.framework, reason=reason, by=by, at=at)
    return version


@transaction.atomic
def discard_framework(*, version: FrameworkVersion, edit_token: str, by: Person | None, at: datetime) -> None:
    """Throw a draft away, and the framework with it when it has no other version."""
    draft = opened(version, edit_token)
    framework, owner = draft.framework, draft.framework.owner
    record(verb="discarded", noun=draft, by=by, at=at, organisation=owner, label=draft.label)
    remove_version(draft)
    if not framework.versions.exists():
        framework.delete()
