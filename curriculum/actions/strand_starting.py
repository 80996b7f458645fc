"""A draft of a strand: from nothing, from what another body published, from one's own last version. And its end."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.versions import State, next_label
from curriculum.actions.strand_editing import StrandFacts
from curriculum.actions.versions import free_slug, next_number, withdraw
from curriculum.choices import Standing
from curriculum.models import (
    DigitalStrand,
    DigitalStrandVersion,
    FrameworkVersion,
    StrandLine,
    TrainingReferenceVersion,
)
from people.actions import record
from people.models import Organisation, Person


@transaction.atomic
def start_strand(
    *,
    facts: StrandFacts,
    reference_version: TrainingReferenceVersion,
    framework_version: FrameworkVersion,
    owner: Organisation,
    by: Person,
    at: datetime,
) -> DigitalStrandVersion:
    """An empty draft, proposed by `owner`."""
    version = DigitalStrandVersion.objects.create(
        strand=DigitalStrand.objects.create(slug=free_slug(DigitalStrand, facts.title, otherwise="volet"), owner=owner),
        number=1,
        label="1.0",
        reference_version=reference_version,
        framework_version=framework_version,
        title=facts.title,
        author=owner.name[:120],
        hours=facts.hours,
        introduction=facts.introduction,
    )
    record(verb="created", noun=version, by=by, at=at, organisation=owner, label=version.label)
    return version


@transaction.atomic
def adapt_strand(
    *, version: DigitalStrandVersion, owner: Organisation, adopted_on: date, by: Person, at: datetime
) -> DigitalStrandVersion:
    """A draft of `owner`'s own strand, with all that a published one says: adopted, to be adapted, naming its origin."""
    if version.is_draft or version.state == State.WITHDRAWN:
        raise ValidationError(_("« %(version)s » n'est pas publié.") % {"version": version}, code="not_published")
    names = {"title": version.title, "label": version.label, "author": version.author, "owner": owner.name}
    origin = _("Repris par %(owner)s de « %(title)s », version %(label)s (%(author)s).") % names
    slug = free_slug(DigitalStrand, f"{version.strand.slug}-{owner.slug}")
    draft = _copy(
        version,
        strand=DigitalStrand.objects.create(slug=slug, owner=owner),
        number=1,
        label="1.0",
        author=owner.name[:120],
        standing=Standing.ADOPTED,
        standing_on=adopted_on,
        introduction=f"*{origin}*\n\n{version.introduction}".rstrip(),
    )
    record(verb="created", noun=draft, by=by, at=at, organisation=owner, label=draft.label, origin=str(version.pk))
    return draft


@transaction.atomic
def next_strand_version(*, version: DigitalStrandVersion, by: Person, at: datetime) -> DigitalStrandVersion:
    """A draft that starts from `version`, usually the one in force. Raises ValidationError while there is a draft."""
    strand = version.strand
    draft = _copy(
        version,
        strand=strand,
        number=next_number(strand, DigitalStrandVersion, "strand"),
        label=next_label(version.label, set(strand.versions.values_list("label", flat=True))),
        author=version.author,
        standing=version.standing,
        standing_on=version.standing_on,
        legal_basis=version.legal_basis,
        introduction=version.introduction,
    )
    record(verb="created", noun=draft, by=by, at=at, organisation=strand.owner, label=draft.label)
    return draft


@transaction.atomic
def withdraw_strand(*, version: DigitalStrandVersion, reason: str, by: Person, at: datetime) -> DigitalStrandVersion:
    """Out of use, and still readable."""
    withdraw(version, version.strand, reason=reason, by=by, at=at)
    return version


def _copy(version: DigitalStrandVersion, **own: object) -> DigitalStrandVersion:
    """A draft at the same training and framework versions, with the same lines."""
    draft = DigitalStrandVersion.objects.create(
        reference_version=version.reference_version,
        framework_version=version.framework_version,
        language=version.language,
        title=version.title,
        hours=version.hours,
        forked_from=version,
        **own,
    )
    lines = list(version.lines.order_by("position"))
    for position, line in enumerate(lines, start=1):
        line.pk, line.version, line.position = StrandLine._meta.pk.get_default(), draft, position
        line._state.adding = True
    StrandLine.objects.bulk_create(lines)
    return draft
