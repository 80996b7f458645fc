"""News of this room."""

from django.dispatch import Signal

#: A framework version was published. Sent inside the transaction, with `version` and `at`.
framework_version_published = Signal()
