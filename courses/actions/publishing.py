"""Publishing a course version: everything is checked, references are frozen, then the database freezes the rows."""

import hashlib
import json
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.versions import State
from courses.models import Activity, ActivityTarget, CourseVersion, Module
from courses.registries import kinds
from people.actions import record
from people.models import Person


@transaction.atomic
def publish_course(*, version: CourseVersion, by: Person | None, at: datetime) -> CourseVersion:
    """Publish a draft, all or nothing; the version published before is superseded. Sessions stay on theirs.

    Raises ValidationError with every reason why the draft can't be published.
    """
    version = (
        CourseVersion.objects.select_for_update()
        .select_related("course__owner", "framework_version__framework")
        .get(pk=version.pk)
    )
    if not version.is_draft:
        raise ValidationError(_("Cette édition est déjà publiée."))
    activities = list(Activity.objects.filter(course_version=version))
    if problems := _problems(version, activities):
        raise ValidationError(problems)
    for activity in activities:
        kinds[activity.kind].freeze(activity, at=at)
    CourseVersion.objects.filter(course=version.course, state=State.PUBLISHED).update(state=State.SUPERSEDED)
    version.digest = version.digest or _digest(version, activities)
    version.state, version.published_at, version.published_by = State.PUBLISHED, at, by
    version.save(update_fields=["digest", "state", "published_at", "published_by"])
    record(verb="course-published", noun=version, by=by, at=at, organisation=version.course.owner, label=version.label)
    return version


@transaction.atomic
def discard_draft(*, version: CourseVersion) -> None:
    """Remove a draft and its parts. A published version is refused by the database."""
    for activity in Activity.objects.filter(course_version=version):
        ActivityTarget.objects.filter(activity=activity).delete()
        kinds[activity.kind].discard(activity)
        activity.delete()
    Module.objects.filter(course_version=version).delete()
    version.delete()


def _problems(version: CourseVersion, activities: list[Activity]) -> list[str]:
    if not activities:
        return [_("Ce parcours n'a pas encore d'activité.")]
    problems = [
        _("Le module « %(title)s » est vide.") % {"title": module.title}
        for module in version.modules.filter(activities=None)
    ]
    if version.framework_version.is_draft:
        names = {"name": version.framework_version}
        problems.append(_("Le référentiel %(name)s n'est pas encore publié.") % names)
    for activity in activities:
        if activity.kind in kinds:
            problems += kinds[activity.kind].check(activity)
        else:
            problems.append(_("Le genre d'activité « %(kind)s » est inconnu.") % {"kind": activity.kind})
    certified = version.certificate.get("activity")
    if certified and certified not in {activity.key for activity in activities}:
        problems.append(_("Le certificat nomme une activité absente : « %(key)s ».") % {"key": certified})
    return problems


def _digest(version: CourseVersion, activities: list[Activity]) -> str:
    """Of a draft that didn't come from a file: over what its kinds dump."""
    content = [
        (entry.key, entry.kind, entry.title, entry.minutes, entry.protected, vars(kinds[entry.kind].dump(entry)))
        for entry in activities
    ]
    text = json.dumps([version.title, version.certificate, content], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
