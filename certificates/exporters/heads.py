"""The register as files that any host can serve: leaves, heads and keys, enough to prove each line without this server."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from certificates.queries.heads import PublishedKey, heads, newest_head, register_keys
from certificates.queries.proofs import leaves
from certificates.signing.checkpoint import origin_of

#: Leaves in a file.
PAGE = 4096


def write_register(folder: Path) -> None:
    """Writes `checkpoint`, `heads.json`, `keys.json` and `leaves/<first index>.json`, replacing what is there. Only leaves
    that a signed head covers; read page by page."""
    folder.mkdir(parents=True, exist_ok=True)
    origin = origin_of(settings.VOLET_BASE_URL)
    _write(folder / "keys.json", {"origin": origin, "keys": [_key(key) for key in register_keys()]})
    known = [
        {"size": head.size, "root": head.root, "at": head.at.isoformat(timespec="seconds"), "note": head.note}
        for head in heads().iterator(1000)
    ]
    _write(folder / "heads.json", {"origin": origin, "heads": known})
    newest = newest_head()
    (folder / "checkpoint").write_text(newest.note if newest else "", "utf-8")
    (folder / "leaves").mkdir(exist_ok=True)
    size = newest.size if newest else 0
    for first in range(0, size, PAGE):
        page = {"from": first, "leaves": leaves(first, min(first + PAGE, size))}
        _write(folder / "leaves" / f"{first}.json", page)


def _key(key: PublishedKey) -> dict[str, Any]:
    retired = key.retired_at.isoformat(timespec="seconds") if key.retired_at else None
    return {"kid": key.kid, "verifier": key.verifier, "publicKeyMultibase": key.multibase, "retired": retired}


def _write(path: Path, body: dict[str, Any]) -> None:
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1), "utf-8")
