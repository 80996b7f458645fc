"""A lesson: a text to read or listen to, with an easy-to-read version."""

from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.packages import Fields, Loading
from courses.choices import Register
from courses.models import Activity, Enrolment, LessonActivity, LessonText
from courses.registries import ActivityKind, Dumped


@dataclass(frozen=True)
class LessonSpec:
    """The Markdown of the lesson and of its easy version ('' where there is none), with their lines."""

    text: str
    easy: str
    text_line: int
    easy_line: int


class LessonKind(ActivityKind):
    name = "lesson"
    label = gettext_lazy("leçon")
    icon = "book"
    model = LessonActivity
    template = "courses/kinds/lesson.html"

    def parse(self, fields: Fields) -> LessonSpec:
        return LessonSpec(
            text=fields.file("text"),
            easy=fields.file("easy", required=False),
            text_line=fields.line_of("text"),
            easy_line=fields.line_of("easy"),
        )

    def load(self, parsed: LessonSpec, *, base: dict[str, Any], loading: Loading, line: int) -> LessonActivity | None:
        lesson = LessonActivity.objects.create(**base)
        from content.richtext import render  # inline: only loading needs the sanitisers

        language = lesson.course_version.language
        texts = (
            (Register.STANDARD, parsed.text, parsed.text_line),
            (Register.EASY, parsed.easy, parsed.easy_line),
        )
        for register, body, where in texts:
            if not body:
                continue
            try:
                html = render(body, line_breaks=register == Register.EASY)
            except ValidationError as error:
                loading.refuse(where, " ".join(error.messages))
                return None
            LessonText.objects.create(lesson=lesson, language=language, register=register, body=body, html=html)
        return lesson

    def check(self, activity: Activity) -> list[str]:
        lesson = cast(LessonActivity, activity)
        language = lesson.course_version.language
        texts = lesson.texts.filter(language=language, register=Register.STANDARD)
        if texts.exclude(body="").exists():
            return []
        return [_("la leçon « %(title)s » n'a pas de texte") % {"title": lesson.title}]

    def page(
        self, activity: Activity, *, request: HttpRequest | None = None, enrolment: Enrolment | None = None
    ) -> dict[str, Any]:
        """`text` in the register asked for by `?lecture=facile`, and whether there is an easy one (`has_easy`)."""
        texts = {text.register: text for text in cast(LessonActivity, activity).texts.all()}
        wanted = Register.EASY if request and request.GET.get("lecture") == "facile" else Register.STANDARD
        standard = texts.get(Register.STANDARD)
        return {"text": texts.get(wanted, standard), "has_easy": Register.EASY in texts}

    def dump(self, activity: Activity) -> Dumped:
        keys: dict[str, Any] = {}
        files: dict[str, str] = {}
        for text in cast(LessonActivity, activity).texts.all():
            easy = text.register == Register.EASY
            name = f"lessons/{activity.key}{'.easy' if easy else ''}.md"
            keys["easy" if easy else "text"] = name
            files[name] = text.body
        return Dumped(dict(sorted(keys.items(), reverse=True)), files)

    def copy(self, activity: Activity, *, base: dict[str, Any]) -> LessonActivity:
        lesson = LessonActivity.objects.create(**base)
        LessonText.objects.bulk_create(
            LessonText(lesson=lesson, language=text.language, register=text.register, body=text.body, html=text.html)
            for text in cast(LessonActivity, activity).texts.order_by("pk")
        )
        return lesson

    def discard(self, activity: Activity) -> None:
        cast(LessonActivity, activity).texts.all().delete()
