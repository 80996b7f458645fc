"""A guide: the sheet of an activity to lead with children, made to be read, then printed."""

from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.packages import Fields, Loading
from courses.models import Activity, Enrolment, GuideActivity
from courses.registries import ActivityKind, Dumped


@dataclass(frozen=True)
class GuideSpec:
    body: str
    line: int


class GuideKind(ActivityKind):
    name = "guide"
    label = gettext_lazy("fiche d'animation")
    icon = "puzzle"
    model = GuideActivity
    template = "courses/kinds/guide.html"

    def parse(self, fields: Fields) -> GuideSpec:
        return GuideSpec(fields.file("text"), fields.line_of("text"))

    def load(self, parsed: GuideSpec, *, base: dict[str, Any], loading: Loading, line: int) -> GuideActivity | None:
        from content.richtext import render  # inline: only loading needs the sanitisers

        try:
            html = render(parsed.body)
        except ValidationError as error:
            loading.refuse(parsed.line, " ".join(error.messages))
            return None
        return GuideActivity.objects.create(**base, body=parsed.body, html=html)

    def check(self, activity: Activity) -> list[str]:
        if cast(GuideActivity, activity).body.strip():
            return []
        return [_("la fiche « %(title)s » n'a pas de texte") % {"title": activity.title}]

    def page(
        self, activity: Activity, *, request: HttpRequest | None = None, enrolment: Enrolment | None = None
    ) -> dict[str, Any]:
        return {"html": cast(GuideActivity, activity).html}

    def dump(self, activity: Activity) -> Dumped:
        name = f"guides/{activity.key}.md"
        return Dumped({"text": name}, {name: cast(GuideActivity, activity).body})
