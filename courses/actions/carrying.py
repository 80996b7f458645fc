"""Moving courses to another framework version: a draft with the same modules, activities and keys, at new aims."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.versions import next_label
from courses.actions.publishing import discard_draft, publish_course
from courses.models import Activity, ActivityTarget, CourseVersion, Module
from courses.registries import kinds
from curriculum.actions.versions import next_number
from curriculum.models import Competency, FrameworkVersion, ProficiencyLevel
from curriculum.queries import CodeBook
from curriculum.queries.dependants import dependent, highest, ranks_of, versions_pointing_at
from curriculum.registries import Aim, Carried, Dependent, PlaceRules, Places
from people.actions import record
from people.models import Person

ACTIVITY, CERTIFICATE = "activity", "certificate"
#: The common fields of an activity that a copy keeps, its key among them: progress hangs on it.
KEPT = ("key", "kind", "title", "minutes", "position", "protected")


class CourseDependant:
    """Places are the activities, and the « sait … » lines of the certificate that the course proposes. Quizzes of the draft
    name no edition: publishing takes the one in force, so quizzes are moved first."""

    name = "course"
    label = gettext_lazy("parcours")
    order = 20

    def pointing_at(self, framework: FrameworkVersion, also: Collection[UUID] = ()) -> list[Dependent]:
        found = versions_pointing_at(CourseVersion, "course", framework, also)
        return [
            dependent(
                version,
                version.course,
                kind=self.name,
                aims=version.targets + len(version.certificate.get("statements", ())),
                url=_address(version),
            )
            for version in found.annotate(targets=Count("activities__targets"))
        ]

    def rules(self, place: str) -> PlaceRules:
        return PlaceRules(several=place.startswith(ACTIVITY))

    def aims(self, subject_id: UUID) -> list[Aim]:
        version = CourseVersion.objects.select_related("framework_version__framework").get(pk=subject_id)
        targets = ActivityTarget.objects.filter(activity__course_version=version).order_by("activity__position", "pk")
        aims = [
            Aim(f"{ACTIVITY}:{key}", _("Activité « %(title)s »") % {"title": title}, competency, level)
            for key, title, competency, level in targets.values_list(
                "activity__key", "activity__title", "competency", "level"
            )
        ]
        book = CodeBook(version.framework_version)
        for place, line, competency, level in _statements(version, book):
            statement = _("Certificat : « %(text)s »") % {"text": line["text"]}
            aims.append(Aim(place, statement, competency.pk, level.pk))
        return aims

    @transaction.atomic
    def carry(
        self, subject_id: UUID, *, framework: FrameworkVersion, places: Places, by: Person | None, at: datetime
    ) -> Carried:
        old = CourseVersion.objects.select_related("course__owner", "framework_version__framework").get(pk=subject_id)
        draft = CourseVersion.objects.create(
            course=old.course,
            number=next_number(old.course, CourseVersion, "course"),
            label=next_label(old.label, set(old.course.versions.values_list("label", flat=True))),
            language=old.language,
            framework_version=framework,
            title=old.title,
            summary=old.summary,
            licence=old.licence,
            authors=old.authors,
            certificate=_certificate(old, framework, places),
        )
        _copy_modules(old, draft, places)
        record(verb="course-carried", noun=draft, by=by, at=at, organisation=old.course.owner, label=draft.label)
        return Carried(draft.pk, draft.title, draft.label)

    def publish(self, draft_id: UUID, *, by: Person | None, at: datetime) -> None:
        publish_course(version=CourseVersion.objects.get(pk=draft_id), by=by, at=at)

    def discard(self, draft_id: UUID, *, by: Person | None, at: datetime) -> None:
        draft = CourseVersion.objects.get(pk=draft_id)
        if not draft.is_draft:
            raise ValidationError(_("« %(version)s » n'est plus un brouillon.") % {"version": draft})
        discard_draft(version=draft)


def _address(version: CourseVersion) -> str:
    """A draft is read at its own edition; else the course's page shows the one in force."""
    page = reverse("course-detail", args=[version.course.slug])
    return f"{page}?{urlencode({'edition': version.label})}" if version.is_draft else page


def _statements(
    version: CourseVersion, book: CodeBook
) -> Iterable[tuple[str, dict[str, Any], Competency, ProficiencyLevel]]:
    """(place, line, competency, level) of the certificate's lines. Files were checked: an unknown code raises."""
    for position, line in enumerate(version.certificate.get("statements", ()), start=1):
        try:
            yield f"{CERTIFICATE}:{position}", line, book.competency(line["competency"]), book.level(line["level"])
        except LookupError as error:
            raise ValidationError(str(error)) from error


def _certificate(old: CourseVersion, framework: FrameworkVersion, places: Places) -> dict[str, Any]:
    """The proposal with codes and ranks of the new version, under a label of its own: a certifier who took up the old one
    is offered this one."""
    if not old.certificate:
        return {}
    levels, codes = ranks_of(framework), _codes(framework, places)
    statements = [
        {"text": line["text"], "competency": codes[aim.competency], "level": levels[aim.level]}
        for place, line, competency, _level in _statements(old, CodeBook(old.framework_version))
        for aim in places.get((place, competency.pk), ())
        if aim.level is not None
    ]
    known = old.course.versions.exclude(certificate={}).values_list("certificate__label", flat=True)
    return {**old.certificate, "label": next_label(str(old.certificate["label"]), set(known)), "statements": statements}


def _codes(framework: FrameworkVersion, places: Places) -> dict[UUID, str]:
    """Of the competencies that the certificate's lines go to. A certificate names them by code: it must name one alone."""
    wanted = {aim.competency for (place, _old), aims in places.items() if place.startswith(CERTIFICATE) for aim in aims}
    codes = dict(Competency.objects.filter(pk__in=wanted).values_list("pk", "code"))
    book = CodeBook(framework)
    try:
        for code in codes.values():
            book.competency(code)
    except LookupError as error:
        raise ValidationError(str(error)) from error
    return codes


def _copy_modules(old: CourseVersion, draft: CourseVersion, places: Places) -> None:
    modules = {
        module.pk: Module.objects.create(
            course_version=draft, key=module.key, title=module.title, position=module.position
        )
        for module in old.modules.order_by("position")
    }
    aimed: dict[UUID, list[UUID]] = {}
    targets = ActivityTarget.objects.filter(activity__course_version=old).order_by("pk")
    for key, competency in targets.values_list("activity", "competency"):
        aimed.setdefault(key, []).append(competency)
    ranks = ranks_of(draft.framework_version)
    for activity in Activity.objects.filter(course_version=old).order_by("position"):
        base = {name: getattr(activity, name) for name in KEPT}
        base |= {"course_version": draft, "module": modules[activity.module_id]}
        made = kinds[activity.kind].copy(activity, base=base)
        place = f"{ACTIVITY}:{activity.key}"
        aims = [aim for competency in aimed.get(activity.pk, ()) for aim in places.get((place, competency), ())]
        ActivityTarget.objects.bulk_create(
            ActivityTarget(activity=made, competency_id=aim.competency, level_id=aim.level)
            for aim in highest(aims, ranks)
        )
