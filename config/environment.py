"""The environment, read once and typed: what an operator may set, with safe defaults.

Every variable starts with `VOLET_`, except `DATABASE_URL`. A wrong value stops the start with a sentence that names it.
"""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def _flag(name: str, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in YES:
        return True
    if raw.lower() in NO:
        return False
    raise ImproperlyConfigured(f"{name} is '{raw}': write 1 or 0.")


def _number(name: str, default: int) -> int:
    raw = os.environ.get(name, "").strip()
    if raw and not raw.isdecimal():
        raise ImproperlyConfigured(f"{name} is '{raw}': write a whole number.")
    return int(raw) if raw else default


def _words(name: str, default: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def private_secret(path: Path) -> str:
    """The secret kept at `path`, made on first use with mode 0600. Two processes that start together agree on one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


@dataclass(frozen=True)
class Environment:
    """Settings of one installation. `data` holds database, media, static files and keys: the folder to back up."""

    data: Path = field(default_factory=lambda: Path(os.environ.get("VOLET_DATA", ROOT / "var")).resolve())
    base_url: str = field(default_factory=lambda: os.environ.get("VOLET_BASE_URL", "http://127.0.0.1:8000").rstrip("/"))
    debug: bool = field(default_factory=lambda: _flag("VOLET_DEBUG", False))
    demo: bool = field(default_factory=lambda: _flag("VOLET_DEMO", False))
    time_zone: str = field(default_factory=lambda: os.environ.get("VOLET_TIME_ZONE", "Europe/Paris"))
    database_url: str = field(default_factory=lambda: os.environ.get("DATABASE_URL", ""))
    email_url: str = field(default_factory=lambda: os.environ.get("VOLET_SMTP_HOST", ""))
    email_port: int = field(default_factory=lambda: _number("VOLET_SMTP_PORT", 587))
    email_user: str = field(default_factory=lambda: os.environ.get("VOLET_SMTP_USER", ""))
    email_password: str = field(default_factory=lambda: os.environ.get("VOLET_SMTP_PASSWORD", ""))
    s3_bucket: str = field(default_factory=lambda: os.environ.get("VOLET_S3_BUCKET", ""))
    resolve_issuers: bool = field(default_factory=lambda: _flag("VOLET_RESOLVE_ISSUERS", True))

    @property
    def hosts(self) -> list[str]:
        """The names this installation answers to: those of VOLET_HOSTS, else the one of its address, and this machine."""
        own = urlsplit(self.base_url).hostname or "localhost"
        return _words("VOLET_HOSTS", f"{own},127.0.0.1,localhost")

    @property
    def https(self) -> bool:
        """Whether people reach this installation over TLS; decides the cookies and HSTS."""
        return self.base_url.startswith("https://")

    @property
    def secret_key(self) -> str:
        return os.environ.get("VOLET_SECRET_KEY") or private_secret(self.data / "keys" / "secret_key")
