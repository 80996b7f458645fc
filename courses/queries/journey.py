"""How far somebody is in a course, and what comes next for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from courses.choices import ProgressState
from courses.models import Cohort, Enrolment, Opening, Progress
from courses.queries.outline import ActivityView, ModuleView, outline

UNTOUCHED = "todo"
CLOSED = "closed"


@dataclass(frozen=True)
class Step:
    """An activity for one trainee. `opening` is set while the trainer has opened a protected one."""

    module: ModuleView
    activity: ActivityView
    progress: Progress | None
    opening: Opening | None

    @property
    def closed(self) -> bool:
        """Protected, not open, and not behind the trainee: the trainer will open it."""
        return self.activity.protected and self.opening is None and not self.completed

    @property
    def completed(self) -> bool:
        return self.progress is not None and self.progress.state == ProgressState.COMPLETED

    @property
    def state(self) -> str:
        """todo, started, not_yet, completed, or closed."""
        if self.progress is not None and self.progress.state != ProgressState.STARTED:
            return self.progress.state
        if self.closed:
            return CLOSED
        return self.progress.state if self.progress else UNTOUCHED


@dataclass(frozen=True)
class Journey:
    """A course as one trainee stands in it."""

    enrolment: Enrolment
    modules: list[ModuleView]
    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.completed for step in self.steps)

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def minutes_left(self) -> int:
        return sum(step.activity.minutes for step in self.steps if not step.completed)

    @property
    def next(self) -> Step | None:
        """The first activity that isn't behind them and is open; else the one that waits; None when all is done."""
        ahead = [step for step in self.steps if not step.completed]
        return next((step for step in ahead if not step.closed), ahead[0] if ahead else None)

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.activity.key == key), None)

    def after(self, key: str) -> Step | None:
        """What comes after the activity `key`: the next one still to do, else the first that is left before it."""
        index = next((place for place, step in enumerate(self.steps) if step.activity.key == key), -1)
        later = [step for step in self.steps[index + 1 :] if not step.completed and not step.closed]
        return later[0] if later else self.next

    def parts(self) -> list["Part"]:
        return [Part(module, [step for step in self.steps if step.module is module]) for module in self.modules]


@dataclass(frozen=True)
class Part:
    """A module for one trainee."""

    module: ModuleView
    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.completed for step in self.steps)

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0

    @property
    def begun(self) -> bool:
        return any(step.progress for step in self.steps)


def journey(enrolment: Enrolment) -> Journey:
    """Three SQL queries: outline, openings, progress. `enrolment.cohort` should be loaded."""
    modules = outline(enrolment.cohort.course_version)
    progress = {entry.activity_key: entry for entry in Progress.objects.filter(enrolment=enrolment)}
    return trace(enrolment, modules, progress, open_now(enrolment.cohort))


def trace(
    enrolment: Enrolment, modules: list[ModuleView], progress: Mapping[str, Progress], openings: Mapping[str, Opening]
) -> Journey:
    """The journey from what was already read: for a whole session at once."""
    steps = [
        Step(module, activity, progress.get(activity.key), openings.get(activity.key))
        for module in modules
        for activity in module.activities
    ]
    return Journey(enrolment, modules, steps)


def next_step(enrolment: Enrolment) -> Step | None:
    return journey(enrolment).next


def open_now(cohort: Cohort) -> dict[str, Opening]:
    """The openings in force of a session, by activity key."""
    return {opening.activity_key: opening for opening in Opening.objects.filter(cohort=cohort, closed_at=None)}


def opening_for(enrolment: Enrolment, activity_key: str) -> Opening | None:
    """The opening in force of a protected activity for this trainee, or None: they have to wait."""
    return Opening.objects.filter(cohort=enrolment.cohort_id, activity_key=activity_key, closed_at=None).first()
