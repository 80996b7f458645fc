"""Makes the golden files: certificates of today, in every form, under a fixed key and a fixed clock.

    DJANGO_SETTINGS_MODULE=config.settings uv run python -m tests.golden.make FOLDER

A folder (`tests/golden/2026-11`) is made once by the code of its day and then kept: every later version must verify it. The
script writes only files that are missing, so that a form that comes later is added beside the others. Its `payload.json`
says under which identifier the issuer signs: a did:web, or the key itself. The key is no secret and signs nothing else.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"volet golden files").digest())
BASE = "https://volet.example"
NAME = "Inès Çağlar-Łukasiewicz"
NUMBER = "FEDERATI-2026-0001-K7M2X"
PUBLIC_ID = "abcdefghijklmnopqrstuv"
LISTS = {"revocation": f"{BASE}/status/1/revocation"}
INDEX, TAKEN = 94_567, [7, 4_242, 131_071]


def files(payload: dict[str, Any]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and maker of each file, in an order that lets one build on another."""
    credential = signed(payload)
    text = json.dumps(credential, ensure_ascii=False, indent=2)
    yield "did.json", lambda: did(payload)
    yield "credential.json", text.encode
    yield "credential.jwt", lambda: token(payload)
    yield "certificate.pdf", lambda: paper(payload, text)
    yield "badge.svg", lambda: picture(payload, text, "svg")
    yield "badge.png", lambda: picture(payload, text, "png")
    yield "status-list.json", lambda: status_list(payload)
    yield "register.json", register


def method_of(payload: dict[str, Any]) -> str:
    from certificates.signing.did import did_key_method

    issuer = payload["issuer"]["did"]
    return did_key_method(multibase()) if issuer.startswith("did:key:") else f"{issuer}#key-1"


def multibase() -> str:
    from certificates.signing import encode_public

    return encode_public(KEY.public_key().public_bytes_raw())


def badge(payload: dict[str, Any]) -> Any:
    from certificates.signing import Badge, status_entries

    return Badge(
        payload=payload,
        address=f"{BASE}/v/{PUBLIC_ID}",
        number=NUMBER,
        subject="urn:uuid:6f1c0a52-6f7e-4f44-9f6e-2b5a1c6d7e80",
        name=NAME,
        awarded_at=AT,
        valid_until=None,
        evidence=[("Épreuve", "Épreuve passée dans la salle, le 2 mars 2026.")],
        status=status_entries(LISTS, INDEX),
    )


def signed(payload: dict[str, Any]) -> dict[str, Any]:
    from certificates.signing import credential_document, sign

    return sign(credential_document(badge(payload)), KEY, method_of(payload), AT)


def token(payload: dict[str, Any]) -> bytes:
    from certificates.signing import credential_document, sign_jwt

    return sign_jwt(credential_document(badge(payload)), KEY, method_of(payload)).encode()


def did(payload: dict[str, Any]) -> bytes:
    from certificates.signing import did_document

    issuer, _hashed, kid = method_of(payload).partition("#")
    return json.dumps(did_document(issuer, [(kid, multibase())]), indent=2).encode()


def status_list(payload: dict[str, Any]) -> bytes:
    from certificates.signing import encoded_list, sign, status_list_document

    encoded = encoded_list(TAKEN, 131_072)
    address = LISTS["revocation"]
    issuer = payload["issuer"]["did"]
    document = status_list_document(
        address=address, issuer=issuer, purpose="revocation", encoded=encoded, valid_from=AT
    )
    return json.dumps(sign(document, KEY, method_of(payload), AT), indent=2).encode()


def register() -> bytes:
    """A head, its key, two leaves and their proofs."""
    from certificates.signing import leaf_hash
    from certificates.signing.checkpoint import signed_checkpoint, verifier_key
    from certificates.signing.merkle import consistency_proof, inclusion_proof, loaded, root

    documents = [{"format": "volet.register/2", "index": index, "at": AT.isoformat()} for index in range(7)]
    load = loaded([bytes.fromhex(leaf_hash(document)) for document in documents])
    origin = "volet.example/register"
    heads = {
        size: signed_checkpoint(origin=origin, size=size, root=root(load, size), at=AT, key=KEY) for size in (3, 7)
    }
    body = {
        "key": verifier_key(origin, KEY.public_key().public_bytes_raw()),
        "old": heads[3],
        "new": heads[7],
        "leaf": documents[4],
        "inclusion": [step.hex() for step in inclusion_proof(load, 4, 7)],
        "consistency": [step.hex() for step in consistency_proof(load, 3, 7)],
    }
    return json.dumps(body, indent=2, ensure_ascii=False).encode()


def paper(payload: dict[str, Any], text: str) -> bytes:
    from certificates.models import Award
    from certificates.queries import paper as papers
    from certificates.queries.words import Words
    from content.documents import attach_file, render_pdf

    award = Award(public_id=PUBLIC_ID, number=NUMBER, payload=payload, awarded_on=date(2026, 3, 2))
    words = Words("Identité vérifiée le 2 mars 2026.", "Épreuve passée dans la salle.", "2 mars 2026", "")
    context = papers.certificate_context(award=award, name=NAME, words=words)
    pdf = render_pdf(
        template="certificates/pdf/certificate.html",
        context=context,
        title=context["document_title"],
        language="fr",
        boxes=papers.certificate_boxes(context),
    )
    mime = "application/vc+ld+json"
    return attach_file(pdf, name=papers.ATTACHMENT, content=text.encode(), mime=mime, description="Fichier signé")


def picture(payload: dict[str, Any], text: str, form: str) -> bytes:
    from certificates.badges import Design, draw_png, draw_svg
    from certificates.signing import bake_png, bake_svg

    svg = draw_svg(Design(), title=payload["title"])
    return bake_svg(svg, text).encode() if form == "svg" else bake_png(draw_png(svg), text)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.VOLET_BASE_URL = BASE
    folder = Path(sys.argv[1])
    payload = json.loads((folder / "payload.json").read_text("utf-8"))
    for name, make in files(payload):
        path = folder / name
        if not path.exists():
            path.write_bytes(make())
            print(path)


if __name__ == "__main__":
    main()
