"""Signatures per second of CPU: a cohort signed at once, one badge by the reference, a token; a list of status."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.stage import Row
from certificates.models import Award
from certificates.signing import Badge, CompiledSigner, credential_document, encoded_list, sign, sign_jwt

AT = datetime(2026, 11, 20, tzinfo=UTC)
METHOD = "did:web:volet.example:issuers:bench#key-1"
BADGES = 2_000


def rows() -> Iterator[Row]:
    payload = Award.objects.filter(holder__isnull=False).earliest("awarded_at").payload
    badges = [_badge(payload, number) for number in range(BADGES)]
    key = Ed25519PrivateKey.generate()
    signer = CompiledSigner(key, METHOD)
    document = credential_document(badges[0])

    begun = time.process_time()
    for badge in badges:
        signer.sign(badge, AT)
    yield Row("credentials, in bulk", BADGES / (time.process_time() - begun), "a CPU s", 1000, at_least=True)
    yield Row("credentials, one by one", _a_second(lambda: sign(document, key, METHOD, AT), 200), "a CPU s")
    yield Row("credentials, as tokens", _a_second(lambda: sign_jwt(document, key, METHOD), 1_000), "a CPU s")
    yield Row("status lists of 131,072", _a_second(lambda: encoded_list(range(0, 60_000, 60)), 100), "a CPU s")


def _badge(payload: dict[str, object], number: int) -> Badge:
    return Badge(
        payload=payload,
        address=f"https://volet.example/v/{number:022d}/",
        number=f"BENCH-2026-{number:04d}-K7M2X",
        subject=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        name=f"Zoë Çağlar-Łukasiewicz {number}",
        awarded_at=AT,
        valid_until=None,
        evidence=[("Identité", f"Vue le 20 novembre 2026, {number}."), ("Épreuve", f"Réussie, {number}.")],
    )


def _a_second(work: Callable[[], object], times: int) -> float:
    work()
    begun = time.process_time()
    for _time in range(times):
        work()
    return times / (time.process_time() - begun)
