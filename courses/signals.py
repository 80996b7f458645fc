"""News of this room. Each is sent inside the transaction of the action."""

from django.dispatch import Signal

#: An enrolment completed an activity: `enrolment`, `activity_key`, `at`.
activity_completed = Signal()
#: An enrolment completed every activity of its course: `enrolment`, `at`.
course_completed = Signal()
#: A trainer saw who a trainee is: `enrolment`, `check`, `at`.
identity_confirmed = Signal()
#: Who was at a meeting was noted, or noted again: `meeting`, `at`.
attendance_noted = Signal()
