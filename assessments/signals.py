"""News of this room. Each is sent inside the transaction of the action."""

from django.dispatch import Signal

#: An attempt was submitted and scored: `attempt`, `at`.
attempt_submitted = Signal()
#: The verdicts of an attempt were written: `attempt`, `outcomes` (list of Outcome), `at`.
outcome_decided = Signal()
#: A jury decided of people of a session, as far as the minutes say something new: `cohort`, `decisions`, `at`.
jury_decided = Signal()
