"""The trust folder, served by a host that knows nothing of Volet: the offline page judges what is dropped on it."""

import hashlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from certificates.signing import encoded_list

ROOT = Path(__file__).parents[2]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("check")
    command = [sys.executable, "manage.py", "demo", "--check", "--out", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    pdf = (out / "certificate.pdf").read_bytes()
    (out / "changed.pdf").write_bytes(pdf.replace(b"%PDF-1", b"%PDF-2", 1))
    token = (out / "credential.jwt").read_text()
    head, body, tail = token.split(".")
    (out / "changed.jwt").write_text(f"{head}.{body}.{'B' if tail[0] != 'B' else 'C'}{tail[1:]}")
    (out / "wrapped.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
        f"<openbadges:credential><![CDATA[{token}]]></openbadges:credential></svg>"
    )
    lapse(out, pdf)
    return out


def lapse(out: Path, pdf: bytes) -> None:
    """`lapsed.pdf`: a file handed out for the same certificate, valid until a day that has passed."""

    def shard(content: bytes) -> tuple[str, Path]:
        digest = hashlib.sha256(content).hexdigest()
        return digest, out / "trust" / "digests" / f"{digest[:2]}.json"

    lapsed = pdf + b"\n"
    (out / "lapsed.pdf").write_bytes(lapsed)
    known, (digest, path) = shard(pdf), shard(lapsed)
    place, index, _until = json.loads(known[1].read_text())[known[0]]
    entries = json.loads(path.read_text()) | {digest: [place, index, "2021-03-02T23:59:59+01:00"]}
    path.write_text(json.dumps(entries))


@pytest.fixture(scope="module")
def site(files: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(files / "trust")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()


def test_the_folder_alone_judges_each_file(chromium, files: Path, site: str) -> None:
    page = chromium.new_page(locale="fr-FR")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site)
    said = {}
    names = (
        "certificate.pdf",
        "badge.png",
        "credential.jwt",
        "wrapped.svg",
        "changed.pdf",
        "changed.jwt",
        "revoked.pdf",
        "lapsed.pdf",
    )
    for name in names:
        page.set_input_files("#file", files / name)
        expect(page.locator("#verdict")).to_have_text(re.compile("^(?!Lecture…$).+"))
        said[name] = page.inner_text("#verdict")
        if name == "certificate.pdf":
            assert "Liste : sa signature est celle de Réseau Horizon (démonstration)" in page.inner_text("#checks")
        page.evaluate("document.getElementById('verdict').textContent = ''")
    assert (said, errors) == (
        {
            "certificate.pdf": "Vrai et valable",
            "badge.png": "Vrai et valable",
            "credential.jwt": "Vrai et valable",
            "wrapped.svg": "Vrai et valable",
            "changed.pdf": "Inconnu ici",
            "changed.jwt": "Modifié : ne vous y fiez pas",
            "revoked.pdf": "Retiré",
            "lapsed.pdf": "Vrai, mais expiré",
        },
        [],
    )
    page.click("#language")
    assert page.inner_text("h1") == "Check a certificate"
    page.close()


FORGED = {
    "a bit": lambda listed: listed["credentialSubject"].update(encodedList=encoded_list([])),
    "a day": lambda listed: listed.update(validFrom="2030-01-01T00:00:00Z"),
    "a field that nobody signed": lambda listed: listed.update(name="x"),
    "the list of another purpose": lambda listed: listed["credentialSubject"].update(statusPurpose="message"),
    "another key": lambda listed: listed["proof"].update(verificationMethod="did:key:z6MkOther#z6MkOther"),
}


@pytest.fixture
def revocation(files: Path) -> Iterator[Path]:
    (path,) = (files / "trust").glob("issuers/*/status/1/revocation")
    kept = path.read_bytes()
    yield path
    path.write_bytes(kept)


def judged(page, path: Path) -> tuple[str, str]:
    page.set_input_files("#file", path)
    expect(page.locator("#verdict")).to_have_text(re.compile("^(?!Lecture…$).+"))
    return page.inner_text("#verdict"), page.locator("#checks li").last.inner_text()


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_list_that_the_issuer_did_not_sign_is_not_believed(chromium, files, site, revocation, forge) -> None:
    listed = json.loads(revocation.read_text())
    forge(listed)
    revocation.write_text(json.dumps(listed))
    page = chromium.new_page(locale="fr-FR")
    for name in ("revoked.pdf", "certificate.pdf", "credential.jwt"):
        page.goto(site)
        said = judged(page, files / name)
        assert said == ("Délivré, mais son état n'est pas sûr", "Liste : sa signature ne correspond pas."), name
    page.close()


def test_a_browser_without_ed25519_says_that_it_did_not_check(chromium, files: Path, site: str) -> None:
    page = chromium.new_page(locale="fr-FR")
    page.add_init_script("crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))")
    page.goto(site)
    said = judged(page, files / "revoked.pdf")
    assert said == ("Retiré", "Liste : signature de la liste non contrôlée par cette page.")
    page.close()


def test_a_token_under_a_key_that_was_copied_counts_only_as_issued(chromium, files: Path, site: str) -> None:
    path = files / "trust" / "keys.json"
    kept = path.read_text()
    path.write_text(json.dumps({method: {**key, "gone": True} for method, key in json.loads(kept).items()}))
    (files / "again.jwt").write_text((files / "credential.jwt").read_text() + "\n")
    page = chromium.new_page(locale="fr-FR")
    page.goto(site)
    assert judged(page, files / "credential.jwt")[0] == "Vrai et valable"
    page.goto(site)
    assert judged(page, files / "again.jwt")[0] == "Inconnu ici"
    page.close()
    path.write_text(kept)
