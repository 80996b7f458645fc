"""The fixtures of the public validator of Open Badges, through our check: nothing bad passes, nothing good is called bad."""

from datetime import UTC, datetime

import pytest

from certificates.choices import Verdict
from certificates.queries import check_file
from tests.architecture.house import ROOT

SHARED = next((up / "shared" for up in ROOT.parents if (up / "shared" / "data").is_dir()), ROOT / "shared")
FIXTURES = SHARED / "data" / "credentials" / "vectors" / "ob30-inspector"
AT = datetime(2026, 3, 1, tzinfo=UTC)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FIXTURES.is_dir(), reason="the fixtures of the 1EdTech validator are not here"),
]

#: signature, schema, dates. Their issuers are sites that no test asks, so that a good signature stays unknown.
GOOD = {
    "simple.json": ("unknown", "ok", "ok"),
    "simple.1ob": ("unknown", "ok", "ok"),
    "complete.json": ("unknown", "ok", "ok"),
    "simple-json.png": ("unknown", "ok", "ok"),
    "simple-json.svg": ("unknown", "ok", "ok"),
    "simple-context-alias.json": ("unknown", "ok", "ok"),
    "simple-context-version.json": ("unknown", "ok", "ok"),
    "simple-did-web-method.json": ("unknown", "ok", "ok"),
    "simple-multiple-proofs.json": ("unknown", "ok", "ok"),
    "simple_v1.json": ("unknown", "warn", "ok"),
    "simple-eddsa-2022.json": ("unknown", "warn", "ok"),
}
BAD = {
    "simple-err-expired.json": ("unknown", "ok", "warn"),
    "simple-err-issued.json": ("unknown", "warn", "bad"),
    "simple-err-issuer.json": ("unknown", "warn", "ok"),
    "simple-err-context.json": ("bad", "warn", "ok"),
    "simple-err-type.json": ("bad", "warn", "ok"),
    "simple-err-issuer-type.json": ("bad", "warn", "ok"),
    "simple-err-issuer-parentorg-type.json": ("bad", "warn", "ok"),
    "simple-err-issuer-otheridentifier-type.json": ("bad", "warn", "ok"),
    "simple-err-evidence-type.json": ("bad", "warn", "ok"),
    "simple-err-credential-subject-type.json": ("bad", "warn", "ok"),
    "simple-err-credential-subject-result-type.json": ("bad", "warn", "ok"),
    "simple-err-credential-subject-profile-type.json": ("bad", "warn", "ok"),
    "simple-err-credential-subject-identifier-type.json": ("bad", "warn", "ok"),
    "simple-err-credential-subject-achievement-result-description-type.json": ("bad", "warn", "ok"),
    "simple-err-proof-method-no-scheme.json": ("bad", "ok", "ok"),
    "simple-err-proof-method-unknown-scheme.json": ("bad", "ok", "ok"),
    "simple-err-proof-method-unknown-did-method.json": ("bad", "ok", "ok"),
    "simple-noproof.json": ("bad", "warn", "ok"),
    "simple-jwt.png": ("bad", "ok", "ok"),
}


@pytest.mark.parametrize(("name", "expected"), [*GOOD.items(), *BAD.items()])
def test_each_fixture_is_judged_by_its_checks(name: str, expected: tuple[str, str, str]) -> None:
    finding = check_file((FIXTURES / name).read_bytes(), AT)
    found = {check.key: check.result for check in finding.checks}
    assert (found["signature"], found["schema"], found["dates"]) == expected
    assert finding.verdict == (Verdict.ALTERED if expected[0] == "bad" else Verdict.ELSEWHERE)
    assert finding.sound is False
