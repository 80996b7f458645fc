"""The one-time code that opens an empty installation: printed on the console, kept as a digest only.

Whoever can read the console is the operator. 12 signs of a 31-letter alphabet: 59 bits.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, SIGNS = 3, 4


def draw_code() -> str:
    """A new code, "K7M2-P9QX-4TRA"; the one before is no longer good. Only its digest stays, with mode 0600."""
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(SIGNS)) for _ in range(GROUPS)]
    code = "-".join(groups)
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(_digest(code))
    draft.replace(path)
    return code


def code_matches(typed: str) -> bool:
    """Whether `typed` is the code in force; case, spaces and hyphens don't matter."""
    try:
        kept = _path().read_text().strip()
    except OSError:
        return False
    return hmac.compare_digest(kept, _digest(typed))


def forget_code() -> None:
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.VOLET_KEYS) / "first_run_code"


def _digest(code: str) -> str:
    letters = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
