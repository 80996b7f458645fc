"""The JSON-LD contexts we know, each pinned by SHA-256. They are files of the `openbadgeslib` package; nothing is fetched.

A file that isn't the pinned one stops signing and checking: a changed context would change what a signature covers.
"""

import hashlib
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

VC_V2: Final = "https://www.w3.org/ns/credentials/v2"
OB_V3: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DID_CONTEXTS: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")

_OB = "https://purl.imsglobal.org/spec/ob/v3p0"
PINNED: Final[dict[str, tuple[str, str]]] = {
    VC_V2: ("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
    OB_V3: ("ob-v3p0-context-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
    f"{_OB}/context-3.0.2.json": (
        "ob-v3p0-context-3.0.2.json",
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
    ),
    f"{_OB}/context-3.0.1.json": (
        "ob-v3p0-context-3.0.1.json",
        "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
    ),
    f"{_OB}/extensions.json": (
        "ob-v3p0-extensions.json",
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
    ),
}


class ContextError(ValueError):
    """A context that isn't pinned, or whose file isn't the pinned one."""


def _folder() -> Path:
    spec = find_spec("openbadgeslib")
    if spec is None or not spec.submodule_search_locations:
        raise ContextError("the package openbadgeslib is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "ob3" / "contexts"


@cache
def pinned(url: str) -> Any:
    """The value of `@context` of a pinned address."""
    if url not in PINNED:
        raise ContextError(f"unknown context {url[:200]}")
    name, expected = PINNED[url]
    data = (_folder() / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != expected:
        raise ContextError(f"{name} is not the pinned file")
    return json.loads(data)["@context"]
