"""Everything that lets certificates outlive this server, as a folder that any host can serve: keys, lists of status, the
register, digests of the files handed out, and a page that checks a file with them. It names nobody."""

import json
import shutil
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from certificates.exporters.heads import write_register
from certificates.models import IssuedForm, IssuerKey
from certificates.queries.awards import did_document_of, issuers
from certificates.queries.issuing import issuer_document
from certificates.queries.standing import last_moment
from certificates.queries.status_lists import published_lists
from certificates.signing import did_key

PAGE: Final = Path(__file__).parent / "page"
MOMENT: Final = (1980, 1, 1, 0, 0, 0)


def export_trust(folder: Path) -> None:
    """Written beside `folder`, then put in its place: whoever serves it never sees half of it. The same data give the same
    bytes. Raises OSError where it can't be written."""
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    draft.chmod(0o755)
    try:
        write_trust(draft)
        old = draft.with_name(f"{draft.name}.old")
        if folder.exists():
            folder.rename(old)
        try:
            draft.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def trust_archive() -> bytes:
    """The same folder as a ZIP."""
    out = BytesIO()
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        folder = Path(name)
        write_trust(folder)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.writestr(
                zipfile.ZipInfo(f"trust/{path.relative_to(folder).as_posix()}", MOMENT),
                path.read_bytes(),
                zipfile.ZIP_DEFLATED,
            )
    return out.getvalue()


def write_trust(folder: Path) -> None:
    for source in sorted(PAGE.iterdir()):
        (folder / source.name).write_bytes(source.read_bytes())
    _write_issuers(folder)
    for row in published_lists():
        _write(folder / f"{_place(row.list.issuer.slug, row.list.number)}/{row.purpose}", row.content)
    _write_digests(folder)
    write_register(folder / "register")


def _write_issuers(folder: Path) -> None:
    """Each DID document where its did:web says, and `keys.json`: every key by the name under which it signs. `gone`: its
    private half was destroyed, so that it signs nothing more here: what isn't among the digests was signed by a thief."""
    keys: dict[str, Any] = {}
    for issuer in issuers().order_by("slug"):
        _write_json(folder / f"{_root()}issuers/{issuer.slug}/did.json", did_document_of(issuer))
        sealed = dict(IssuerKey.objects.filter(organisation=issuer).values_list("public_multibase", "private_sealed"))
        documents = [did_document_of(issuer), *(issuer_document(issuer, did_key(one)) for one in sealed)]
        for method in (method for document in documents for method in document["verificationMethod"]):
            keys[method["id"]] = {
                "controller": method["controller"],
                "publicKeyMultibase": method["publicKeyMultibase"],
                "name": issuer.name,
                "gone": not sealed[method["publicKeyMultibase"]],
            }
    _write_json(folder / "keys.json", keys)


def _write_digests(folder: Path) -> None:
    """SHA-256 of each file handed out: the folder of its lists, its index there (null: none), the end of its validity
    (null: none), by its two first digits. All 256 files are there, so that a reader tells « unknown » from « not found »."""
    shards: dict[str, dict[str, list[Any]]] = {f"{number:02x}": {} for number in range(256)}
    rows = IssuedForm.objects.order_by("digest").values_list(
        "digest",
        "holder__award__status_entry__list__issuer__slug",
        "holder__award__status_entry__list__number",
        "holder__award__status_entry__index",
        "holder__award__valid_until",
        "holder__award__issuer__time_zone",
    )
    for digest, slug, number, index, until, zone in rows.iterator(2000):
        ends = last_moment(until, zone)
        place = None if slug is None else _place(slug, number)
        shards[digest[:2]][digest] = [place, index, ends.isoformat() if ends else None]
    for name, shard in shards.items():
        _write_json(folder / "digests" / f"{name}.json", shard)


def _root() -> str:
    """The path of this site's address: did:web paths begin there."""
    path = urlsplit(settings.VOLET_BASE_URL).path.strip("/")
    return f"{path}/" if path else ""


def _place(slug: str, number: int) -> str:
    return f"{_root()}issuers/{slug}/status/{number}"


def _write_json(path: Path, body: dict[str, Any]) -> None:
    _write(path, json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")
