"""Whether the issuer withdrew or suspended a credential: its published lists (W3C Bitstring Status List 1.0)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from certificates.queries import checks
from certificates.queries.checks import Check


def status_check(credential: Mapping[str, Any], at: datetime) -> Check:
    """For a credential whose signature is intact."""
    if not credential.get("credentialStatus"):
        return checks.status(
            "warn", _("L'émetteur ne publie pas de liste de retraits : demandez-lui s'il vaut toujours.")
        )
    return checks.status("unknown", _("La liste de retraits de l'émetteur n'a pas pu être lue."))
