"""What upper rooms add to this one, filled in `AppConfig.ready`.

- `personal_data`: what a room knows about a person, and how it forgets it.
- `slots`: panels of upper rooms on screens of lower ones.
- `duties`: periodic work, run by `manage.py tick`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import Person


class PersonalData(Protocol):
    """A room's entry. `erase` runs inside the erasure's transaction and returns what it erased, as counts."""

    room: str

    def export(self, person: "Person") -> dict[str, Any]: ...

    def erase(self, person: "Person", *, at: datetime) -> dict[str, int]: ...


@dataclass(frozen=True)
class Duty:
    """`run(at)` is idempotent and returns a short report; `every` is the period."""

    name: str
    every: timedelta
    run: Callable[[datetime], str]


@dataclass(frozen=True)
class Panel:
    """A piece of another room's page: `context(request, **subject)` gives its context, or None to stay away."""

    template: str
    context: Callable[..., dict[str, Any] | None]
    order: int = 100


@dataclass
class Slots:
    """Named places on screens, and the panels that upper rooms put there."""

    panels: dict[str, list[Panel]] = field(default_factory=dict)

    def add(self, slot: str, panel: Panel) -> None:
        self.panels.setdefault(slot, []).append(panel)
        self.panels[slot].sort(key=lambda entry: entry.order)

    def filled(self, slot: str, request: "HttpRequest", **subject: Any) -> list[tuple[str, dict[str, Any]]]:
        """The (template, context) pairs to show in `slot` for this request and subject, in order."""
        pairs = ((panel.template, panel.context(request, **subject)) for panel in self.panels.get(slot, []))
        return [(template, context) for template, context in pairs if context is not None]


personal_data: dict[str, PersonalData] = {}
slots = Slots()
duties: dict[str, Duty] = {}
