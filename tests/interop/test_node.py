"""What we sign, judged by three independent verifiers in node (`verify.mjs`), with nothing to fetch, and by openbadgeslib.

Run by `tests/interop/run`, which installs their packages. Elsewhere it is skipped with a line that says why.
"""

import io
import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from certificates.signing import (
    bake_png,
    bake_svg,
    credential_document,
    did_document,
    did_key,
    encode_public,
    encoded_list,
    sign,
    sign_jwt,
    status_entries,
    status_list_document,
    unbake,
)
from certificates.signing.contexts import OB_V3, VC_V2, pinned
from certificates.signing.did import did_key_method
from certificates.signing.endorsement import Endorsement, endorsement_document
from tests.certificates.test_signing import AT, DID, KEY, PAYLOAD, RAW, badge, public_pem

HERE = Path(__file__).parent
HOME = Path(os.environ.get("VOLET_INTEROP", HERE))
METHOD = f"{DID}#key-1"
LISTS = {"revocation": "https://volet.example/s/1/", "suspension": "https://volet.example/s/2/"}
MULTIKEY = encode_public(RAW)
WORST = 'Zoë "Çağlar"-Łukasiewicz \\ مريم 陳大文 <b>&amp;</b> ]]> 𞤀'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>'
REVOKED = 7

needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (HOME / "node_modules" / "jose").is_dir(),
    reason="node or its packages are not here: tests/interop/run installs them",
)


def document(index: int = 4711, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"name": WORST, "status": status_entries(LISTS, index), "awarded_at": AT, **changes}
    return credential_document(badge(**values))


def signed(**changes: Any) -> dict[str, Any]:
    return sign(document(**changes), KEY, METHOD, AT)


def by_did_key() -> dict[str, Any]:
    payload = {**PAYLOAD, "issuer": {**PAYLOAD["issuer"], "did": did_key(MULTIKEY)}}
    return sign(document(payload=payload), KEY, did_key_method(MULTIKEY), AT)


def decision() -> dict[str, Any]:
    """What a body recognised, as an endorsement."""
    said = Endorsement(
        identifier="urn:uuid:0b6f6d2e-4f2b-4c7e-9a55-0d1d4a8a9f10",
        issuer=DID,
        issuer_name="Les Pins",
        endorsed="https://volet.example/v/abcdefghijklmnop/",
        name="Décision d'un organisme",
        comment=f"{WORST} : retenu.",
        decided_at=AT,
        made_at=AT,
        ends=datetime.now(UTC) + timedelta(days=30),
        resource=("https://volet.example/v/abcdefghijklmnop/credential.json", f"sha256-{'A' * 43}="),
    )
    return sign(endorsement_document(said), KEY, METHOD, AT)


def world() -> dict[str, Any]:
    """All that can be looked up: contexts, the certifier's keys, the lists of status."""
    addresses: dict[str, Any] = {url: {"@context": pinned(url)} for url in (VC_V2, OB_V3)}
    addresses[DID] = did_document(DID, [("key-1", MULTIKEY)])
    for purpose, address in LISTS.items():
        bits = encoded_list([REVOKED] if purpose == "revocation" else [])
        plain = status_list_document(address=address, issuer=DID, purpose=purpose, encoded=bits, valid_from=AT)
        addresses[address] = sign(plain, KEY, METHOD, AT)
    return addresses


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG")
    return out.getvalue()


def plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def good() -> dict[str, str | bytes]:
    text, token = plain(signed()), sign_jwt(document(), KEY, METHOD)
    soon = datetime.now(UTC) + timedelta(days=30)
    return {
        "credential.json": text,
        "did-key.json": plain(by_did_key()),
        "with-an-end.json": plain(signed(valid_until=soon)),
        "with-an-image.json": plain(signed(image="https://volet.example/badge.png")),
        "list.json": plain(world()[LISTS["revocation"]]),
        "decision.json": plain(decision()),
        "credential.jwt": token,
        "with-an-end.jwt": sign_jwt(document(valid_until=soon), KEY, METHOD),
        "json.png": bake_png(png(), text),
        "json.svg": bake_svg(SVG, text),
        "jwt.png": bake_png(png(), token),
        "jwt.svg": bake_svg(SVG, token),
    }


def bad() -> dict[str, str | bytes]:
    credential = signed()
    subject = {**credential["credentialSubject"], "licenseNumber": "PINS-2026-0002-AAAAA"}
    tampered = plain({**credential, "credentialSubject": subject})
    head, body, tail = sign_jwt(document(), KEY, METHOD).split(".")
    other = sign_jwt(document(name="Autre"), KEY, METHOD).split(".")[1]
    return {
        "tampered.json": tampered,
        "undefined-term.json": plain({**credential, "invented": "x"}),
        "other-issuer.json": plain({**credential, "issuer": {**credential["issuer"], "id": did_key(MULTIKEY)}}),
        "expired.json": plain(signed(valid_until=AT + timedelta(days=1))),
        "revoked.json": plain(signed(index=REVOKED)),
        "tampered.jwt": f"{head}.{other}.{tail}",
        "expired.jwt": sign_jwt(document(valid_until=AT + timedelta(days=1)), KEY, METHOD),
        "cut.jwt": f"{head}.{body}.",
        "tampered.png": bake_png(png(), tampered),
        "tampered.svg": bake_svg(SVG, tampered),
    }


def judged(folder: Path, files: dict[str, str | bytes]) -> dict[str, str]:
    """The reason of each refusal, '' where every verifier accepts the file."""
    cases = []
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        cases.append({"name": name, "file": name, "form": name.rpartition(".")[2]})
    (folder / "cases.json").write_text(json.dumps(cases))
    (folder / "world.json").write_text(json.dumps(world()))
    done = subprocess.run(
        ["node", HERE / "verify.mjs", folder],
        env={**os.environ, "VOLET_INTEROP": str(HOME)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return {line["name"]: line["reason"] for line in map(json.loads, done.stdout.splitlines())}


@needs_node
def test_three_other_verifiers_accept_every_form(tmp_path: Path) -> None:
    files = good()
    assert judged(tmp_path, files) == dict.fromkeys(files, "")


@needs_node
def test_three_other_verifiers_refuse_every_bad_file(tmp_path: Path) -> None:
    files = bad()
    reasons = judged(tmp_path, files)
    assert list(reasons) == list(files)
    assert [name for name, reason in reasons.items() if not reason] == []


def test_openbadgeslib_accepts_every_form_with_a_proof_inside() -> None:
    ldp = pytest.importorskip("openbadgeslib.ob3")
    pytest.importorskip("pyld")
    verifier = ldp.OB3LdpVerifier(pubkey_pem=public_pem(), issuer_did=DID)
    for name in ("credential.json", "with-an-end.json", "with-an-image.json", "json.png", "json.svg"):
        content = good()[name]
        data = content if isinstance(content, bytes) else content.encode()
        verifier.verify(unbake(data) or data.decode())
    for name in ("tampered.json", "expired.json", "tampered.png"):
        content = bad()[name]
        data = content if isinstance(content, bytes) else content.encode()
        with pytest.raises(Exception, match=r".+"):
            verifier.verify(unbake(data) or data.decode())


def test_openbadgeslib_accepts_the_token_and_refuses_a_changed_one() -> None:
    ob3 = pytest.importorskip("openbadgeslib.ob3")
    verifier = ob3.OB3Verifier(pubkey_pem=public_pem())
    verifier.verify(str(good()["credential.jwt"]))
    with pytest.raises(Exception, match=r".+"):
        verifier.verify(str(bad()["tampered.jwt"]))
