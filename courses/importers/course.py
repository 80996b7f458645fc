"""The loader of courses: a parsed file becomes a draft, and is published if the whole folder is to be."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from content.packages import Fields, Loaded, Loading
from content.versions import State, Visibility
from courses.actions.publishing import discard_draft, publish_course
from courses.formats import ActivitySpec, CourseSpec
from courses.importers.parse import parse_course
from courses.models import Activity, ActivityTarget, Course, CourseVersion, Module
from courses.registries import kinds
from curriculum.models import FrameworkVersion
from curriculum.queries import CodeBook, find_version


class CourseLoader:
    """`volet.course/1`. Same file twice: nothing changes; a changed file under a published label is refused."""

    format = "volet.course/1"
    order = 50

    def parse(self, fields: Fields) -> CourseSpec:
        spec = parse_course(fields)
        return replace(spec, digest=fields.document.digest)

    def load(self, parsed: CourseSpec, loading: Loading) -> Loaded | None:
        version = _existing(parsed)
        if version is not None and version.digest == parsed.digest:
            if version.is_draft and loading.publish:
                _publish(version, parsed, loading)
            return Loaded("course", parsed.slug, parsed.label, "unchanged")
        course = _course(parsed, loading, version)
        framework = _framework(parsed, loading)
        if course is None or framework is None:
            return None
        if version is not None:
            discard_draft(version=version)
        draft = _draft(parsed, course, framework)
        _fill(draft, parsed, loading)
        if loading.problems:
            return None
        if loading.publish:
            _publish(draft, parsed, loading)
        return Loaded("course", parsed.slug, parsed.label, "created")


def _existing(spec: CourseSpec) -> CourseVersion | None:
    return CourseVersion.objects.filter(course__slug=spec.slug, label=spec.label).first()


def _course(spec: CourseSpec, loading: Loading, version: CourseVersion | None) -> Course | None:
    course = Course.objects.filter(slug=spec.slug).first()
    if course is None:
        visibility = Visibility.PUBLIC if loading.publish else Visibility.PRIVATE
        return Course.objects.create(slug=spec.slug, owner=loading.owner, visibility=visibility)
    if course.owner_id != loading.owner.pk:
        reason = _("« %(slug)s » est déjà le nom d'un parcours d'un autre organisme : choisissez-en un autre")
        loading.refuse(1, reason % {"slug": spec.slug})
        return None
    if version is not None and not version.is_draft:
        reason = _("l'édition %(label)s est déjà publiée avec un autre contenu : donnez un nouveau numéro")
        loading.refuse(spec.line, reason % {"label": spec.label})
        return None
    other = course.versions.filter(state=State.DRAFT).exclude(label=spec.label).first()
    if other is not None:
        reason = _("un brouillon %(label)s attend déjà : publiez-le ou supprimez-le d'abord")
        loading.refuse(spec.line, reason % {"label": other.label})
        return None
    return course


def _framework(spec: CourseSpec, loading: Loading) -> FrameworkVersion | None:
    name = spec.framework
    if name is None:
        return None
    framework = find_version(name.slug, name.label)
    if framework is None:
        loading.refuse(name.line, _("le référentiel « %(name)s » n'est pas installé ici") % {"name": name})
    return framework


def _draft(spec: CourseSpec, course: Course, framework: FrameworkVersion) -> CourseVersion:
    last = course.versions.aggregate(last=Max("number"))["last"] or 0
    return CourseVersion.objects.create(
        course=course,
        framework_version=framework,
        number=last + 1,
        label=spec.label,
        language=spec.language,
        title=spec.title,
        summary=spec.summary,
        licence=spec.licence,
        authors=spec.authors,
        certificate=spec.certificate.as_json() if spec.certificate else {},
        digest=spec.digest,
    )


def _fill(draft: CourseVersion, spec: CourseSpec, loading: Loading) -> None:
    book = CodeBook(draft.framework_version)
    for target in spec.targets():
        try:
            book.competency(target.competency)
            book.level(target.level)
        except LookupError as error:
            loading.refuse(target.line, str(error))
    if loading.problems:
        return
    position = 0
    for place, part in enumerate(spec.modules, start=1):
        module = Module.objects.create(course_version=draft, key=part.key, title=part.title, position=place)
        for entry in part.activities:
            position += 1
            activity = _activity(entry, module, position, loading)
            if activity is not None:
                _aim(activity, entry, book)


def _activity(spec: ActivitySpec, module: Module, position: int, loading: Loading) -> Activity | None:
    base = {
        "course_version": module.course_version,
        "module": module,
        "key": spec.key,
        "kind": spec.kind,
        "title": spec.title,
        "minutes": spec.minutes,
        "position": position,
        "protected": spec.protected,
    }
    return kinds[spec.kind].load(spec.own, base=base, loading=loading, line=spec.line)


def _aim(activity: Activity, spec: ActivitySpec, book: CodeBook) -> None:
    ActivityTarget.objects.bulk_create(
        ActivityTarget(activity=activity, competency=book.competency(target.competency), level=book.level(target.level))
        for target in spec.targets
    )


def _publish(version: CourseVersion, spec: CourseSpec, loading: Loading) -> None:
    try:
        publish_course(version=version, by=loading.by, at=loading.at)
    except ValidationError as error:
        for message in error.messages:
            loading.refuse(spec.line, message)
