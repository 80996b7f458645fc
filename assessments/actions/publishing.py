"""Publishing an assessment: its items are frozen, its paper and its key are built, then the database freezes the rows."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.choices import Purpose
from assessments.formats import Key, KeyItem, KeySection, Paper, PaperSection
from assessments.models import AssessmentVersion, ItemVersion, Section, SectionItem
from assessments.scoring import paper_of
from content.versions import State
from people.actions import record
from people.models import Person


@transaction.atomic
def publish_assessment(*, version: AssessmentVersion, by: Person | None, at: datetime) -> AssessmentVersion:
    """Publish a draft, all or nothing; the version published before is superseded, tries in course stay on theirs.

    Raises ValidationError with every reason why the draft can't be published.
    """
    version = (
        AssessmentVersion.objects.select_for_update(of=("self",)).select_related("assessment__owner").get(pk=version.pk)
    )
    if not version.is_draft:
        raise ValidationError(_("Cette édition est déjà publiée."))
    sections = list(version.sections.select_related("competency", "level"))
    entries = {section.pk: _frozen_entries(section, by, at) for section in sections}
    if problems := _problems(version, sections, entries):
        raise ValidationError(problems)
    key = _key(version, sections, entries)
    paper = _paper(version, sections, key)
    version.paper, version.key = paper.to_json(), key.to_json()
    version.paper_digest, version.key_digest = _digest(version.paper), _digest(version.key)
    AssessmentVersion.objects.filter(assessment=version.assessment, state=State.PUBLISHED).update(
        state=State.SUPERSEDED
    )
    version.state, version.published_at, version.published_by = State.PUBLISHED, at, by
    version.save()
    owner = version.assessment.owner
    record(verb="assessment.published", noun=version, by=by, at=at, organisation=owner, label=version.label)
    return version


def _frozen_entries(section: Section, by: Person | None, at: datetime) -> list[SectionItem]:
    """The section's items, each with its newest version, published if it wasn't."""
    entries = list(section.entries.select_related("item").order_by("position"))
    for entry in entries:
        newest = entry.item.versions.exclude(state=State.WITHDRAWN).order_by("-number").first()
        if newest is None:
            continue
        if newest.state == State.DRAFT:
            ItemVersion.objects.filter(item=entry.item, state=State.PUBLISHED).update(state=State.SUPERSEDED)
            newest.state, newest.published_at, newest.published_by = State.PUBLISHED, at, by
            newest.save(update_fields=["state", "published_at", "published_by"])
        entry.item_version = newest
        entry.save(update_fields=["item_version"])
    return entries


def _problems(version: AssessmentVersion, sections: list[Section], entries: dict[Any, list[SectionItem]]) -> list[str]:
    problems = [] if sections else [_("Ce quiz n'a pas encore de question.")]
    if version.assessment.purpose == Purpose.CERTIFYING and not version.pass_rule:
        problems.append(_("Une épreuve dit à partir de quand elle est validée."))
    for section in sections:
        own = entries[section.pk]
        names = {"title": section.title, "draw": section.draw, "count": len(own)}
        if len(own) < (section.draw or 1):
            problems.append(_("« %(title)s » : pas assez de questions (%(count)d).") % names)
        if any(entry.item_version is None for entry in own):
            problems.append(_("« %(title)s » : une question n'a pas de texte.") % names)
        if version.pass_rule and section.level is None:
            problems.append(_("« %(title)s » : le niveau visé manque.") % names)
    return problems


def _key(version: AssessmentVersion, sections: list[Section], entries: dict[Any, list[SectionItem]]) -> Key:
    items = {
        entry.item.key: KeyItem(
            key=entry.item.key,
            section=section.key,
            kind=entry.item.kind,
            body=entry.item_version.parsed(),
            points=entry.points,
            review=entry.review,
            version=str(entry.item_version.pk),
        )
        for section in sections
        for entry in entries[section.pk]
        if entry.item_version is not None
    }
    return Key(
        overall=version.pass_rule.get("overall"),
        section=version.pass_rule.get("section"),
        sections=tuple(KeySection(s.key, str(s.competency_id), s.level_id, s.draw) for s in sections),
        items=items,
    )


def _paper(version: AssessmentVersion, sections: list[Section], key: Key) -> Paper:
    return Paper(
        title=version.title,
        introduction=version.introduction,
        purpose=version.assessment.purpose,
        feedback=version.feedback,
        size=sum(len(pool.items) if pool.draw is None else pool.draw for pool in key.pools),
        overall=key.overall,
        section=key.section,
        sections=tuple(PaperSection(section.key, section.title) for section in sections),
        questions={item.key: paper_of(item.body, item.key, item.points) for item in key.items.values()},
    )


def _digest(half: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(half, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
