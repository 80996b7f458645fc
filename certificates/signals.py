"""News of this room. Each is sent inside the transaction of the action."""

from django.dispatch import Signal

#: An award was made: `award`, `at`.
award_made = Signal()
#: An award was suspended, reinstated, revoked or corrected: `change`, `at`.
status_changed = Signal()
