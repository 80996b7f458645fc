"""`demo --check`: run the chain in a throw-away folder, write what it gives, and check those files as a stranger would."""

import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, OutputWrapper
from django.utils import timezone

from certificates.choices import Verdict
from certificates.queries import check_file, check_link, check_number
from certificates.queries.paper import ATTACHMENT
from certificates.signing import ResolvedKey, decode_public, verify
from certificates.signing.contexts import pinned
from content.documents import attached_file
from operations.actions.demo import Chain, run_chain
from operations.launch import demo_environment
from operations.management.form_checks import form_checks, write_forms
from operations.management.trust_checks import trust_checks, write_trust

INSIDE = "VOLET_DEMO_CHECK"


def check_chain(*, out: Path, stdout: OutputWrapper) -> int:
    """0 when every check holds, else 1. The last line printed is one JSON object, alone."""
    if os.environ.get(INSIDE) == "1":
        return _check(out, stdout)
    stdout.flush()
    with tempfile.TemporaryDirectory(prefix="volet-check-") as folder:
        environment = demo_environment(data=Path(folder), base_url="http://127.0.0.1:8000", hosts=["127.0.0.1"])
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo", "--check", "--out", str(out)]
        return subprocess.run(command, env=environment | {INSIDE: "1"}, check=False).returncode  # noqa: S603


def _check(out: Path, stdout: OutputWrapper) -> int:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{out}: {error.strerror}") from error
    call_command("migrate", interactive=False, verbosity=0)
    at = timezone.now()
    chain = run_chain(at=at)
    _write(chain, out)
    write_forms(chain, out, at)
    write_trust(chain, out, at)
    checks = _checks(chain, out, at)
    for name, holds in checks.items():
        stdout.write(f"{'ok    ' if holds else 'FAILED'}  {name}")
    verified = all(checks.values())
    coverage = chain.coverage.to_json()
    result = {
        "award": chain.award.public_id,
        "number": chain.award.number,
        "verified": verified,
        "annex_coverage": {name: coverage[name] for name in ("units", "covered", "required")},
    }
    stdout.write(json.dumps(result, ensure_ascii=False))
    return 0 if verified else 1


def _write(chain: Chain, out: Path) -> None:
    (out / "certificate.pdf").write_bytes(chain.certificate)
    (out / "annex.pdf").write_bytes(chain.annex)
    (out / "credential.json").write_bytes(chain.credential)
    documents = _documents(chain)
    (out / "did.json").write_text(json.dumps(documents, ensure_ascii=False, indent=1), encoding="utf-8")


def _documents(chain: Chain) -> dict[str, Any]:
    """Every document that a verifier without a network needs, by its `id`: the issuer's DID document, the contexts."""
    contexts = [url for url in json.loads(chain.credential)["@context"] if isinstance(url, str)]
    return {str(chain.did_document["id"]): chain.did_document} | {url: {"@context": pinned(url)} for url in contexts}


def _checks(chain: Chain, out: Path, at: datetime) -> dict[str, bool]:
    """Of the files as they lie in the folder, with the keys of `did.json` and nothing else."""
    certificate, credential = (out / "certificate.pdf").read_bytes(), (out / "credential.json").read_bytes()
    documents = json.loads((out / "did.json").read_text(encoding="utf-8"))
    parsed = json.loads(credential)
    number = chain.award.number
    return {
        "the signed file verifies with the published key": verify(parsed, _resolver(documents), at=at).verified,
        "one changed letter fails": not verify(_altered(parsed, chain.name), _resolver(documents), at=at).authentic,
        "the certificate carries the signed file byte for byte": attached_file(certificate, ATTACHMENT) == credential,
        "the certificate dropped on the verify page is true": check_file(certificate, at).verdict == Verdict.VALID,
        "the signed file dropped there is true": check_file(credential, at).verdict == Verdict.VALID,
        "its link shows the name as signed": check_link(chain.award.public_id, at).name == chain.name,
        "its number answers the right name": check_number(number, chain.name, at).matches is True,
        "its number refuses another name": check_number(number, "Mickey Mousse", at).matches is False,
        "a number alone shows no name": check_number(number, "", at).name == "",
        "an unknown number is unknown": check_number(f"{number}X", "", at).verdict == Verdict.UNKNOWN,
        "the annex covers part of the strand": 0 < chain.coverage.covered <= chain.coverage.required,
        "the annex is a PDF": chain.annex.startswith(b"%PDF-"),
        **form_checks(out, credential, _resolver(documents), at),
        **trust_checks(chain, out, _resolver(documents)),
    }


def _altered(credential: dict[str, Any], name: str) -> dict[str, Any]:
    text = json.dumps(credential, ensure_ascii=False)
    changed: dict[str, Any] = json.loads(text.replace(name, f"{name}e"))
    return changed


def _resolver(documents: dict[str, Any]) -> Any:
    def resolve(method: str) -> ResolvedKey | None:
        document = documents.get(method.partition("#")[0], {})
        for entry in document.get("verificationMethod", []):
            if entry["id"] == method and method in document["assertionMethod"]:
                return ResolvedKey(decode_public(entry["publicKeyMultibase"]), entry["controller"])
        return None

    return resolve
