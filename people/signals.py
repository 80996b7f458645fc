"""News of this room."""

from django.dispatch import Signal

#: A person's data was erased. Sent inside the transaction, with `person` (the tombstone) and `at`.
person_erased = Signal()
