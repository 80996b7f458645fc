"""What upper rooms add to this one, filled in `AppConfig.ready`.

`kinds` holds the kinds of activity. To add one: a child of `courses.models.Activity` (guard inherited), a subclass of
`ActivityKind` with one template, and in `AppConfig.ready`

    kinds.register(QuizKind())

Nothing else changes: the loader, publishing, the outline, the lesson page and the matrix of the trainer all go through
this registry, by the `kind` written on the activity's row.

How an activity lives:

1. `parse(fields)` reads the kind's own keys of the YAML node, without the database, and returns anything. The common
   keys (`key kind title minutes protected targets`) are read by the course loader, which also closes the node.
2. `load(parsed, base=…, loading=…, line=…)` saves and returns the activity of a draft. `base` are the values of the common
   fields for `self.model(**base)`; what can't be loaded goes to `loading.refuse(line, reason)` and returns None.
3. `check(activity)` lists, before publishing, the reasons why it can't be (sentences in the reader's language).
4. `freeze(activity, at=…)` makes a draft's references to things into references to versions. It runs inside publishing,
   while the course version is still a draft.
5. `page(activity, request=…, enrolment=…)` gives the context of `template`, which is included in the body of the activity's
   page (public reading: `enrolment` is None). Beside it the template sees `activity`, `enrolment`, `progress` (or None),
   `opening` (the trainer's opening of a protected activity, or None) and `easy` (the easy-to-read version is wanted).
   A protected activity that isn't open is never given to `page`.
6. Completion: `manual` kinds show « J'ai terminé, la suite »; another kind's room calls `courses.actions.complete_activity`
   or `mark_not_yet` itself, and its template holds the one main button of the page.
7. `dump(activity)` gives the kind's own YAML keys and side files back (exporters).
8. `copy(activity, base=…)` makes the same activity in another draft, under the same key: parts that are rows of their own
   are copied by their kind, and what `freeze` made a version refers to its thing again.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from content.packages import Fields, Loading
    from courses.models import Activity, Enrolment


@dataclass(frozen=True)
class Dumped:
    """The kind's own keys of the YAML node, and its side files by their path in the package."""

    keys: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


class ActivityKind:
    """One kind of activity; see the module's text. `icon` is a name of the frame's icons, `template` a partial."""

    name: str
    label: "str | _StrPromise"
    icon: str
    model: "type[Activity]"
    template: str
    manual: bool = True

    def parse(self, fields: "Fields") -> Any:
        return None

    def load(self, parsed: Any, *, base: dict[str, Any], loading: "Loading", line: int) -> "Activity | None":
        raise NotImplementedError

    def check(self, activity: "Activity") -> list[str]:
        return []

    def freeze(self, activity: "Activity", *, at: datetime) -> None:
        return None

    def page(
        self, activity: "Activity", *, request: "HttpRequest | None" = None, enrolment: "Enrolment | None" = None
    ) -> dict[str, Any]:
        return {}

    def dump(self, activity: "Activity") -> Dumped:
        return Dumped()

    def copy(self, activity: "Activity", *, base: dict[str, Any]) -> "Activity":
        """The kind's own fields, with `base` for the common ones."""
        fields = self.model._meta.local_concrete_fields
        own = {field.attname: getattr(activity, field.attname) for field in fields if not field.primary_key}
        return self.model._default_manager.create(**base, **own)

    def discard(self, activity: "Activity") -> None:
        """Delete the kind's own rows of a draft's activity; the activity's row follows."""
        return


class Kinds(dict[str, ActivityKind]):
    """The kinds by name."""

    def register(self, kind: ActivityKind) -> None:
        self[kind.name] = kind


kinds = Kinds()
