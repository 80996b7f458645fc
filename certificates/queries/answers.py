"""What a check found, as plain data: for the API, the command and the report. What the page would show, never more."""

from typing import Any

from certificates.queries.checking import Finding
from certificates.queries.checks import as_json
from certificates.queries.foreign import ForeignReading


def answer_of(finding: Finding) -> dict[str, Any]:
    """`sound`: true and good today; for a file of another issuer: intact and in force, whoever its issuer is.

    `certificate` is None where nothing true can be said of one. Texts are in the language of whoever asks."""
    reading = finding.foreign
    if reading is not None and reading.title:
        certificate: dict[str, Any] | None = _foreign(finding, reading)
    else:
        certificate = _own(finding) if finding.award and finding.shows_title else None
    return {
        "verdict": str(finding.verdict),
        "title": finding.title,
        "reason": finding.reason,
        "sound": finding.sound,
        "matches": finding.matches,
        "checks": as_json(finding.checks),
        "certificate": certificate,
    }


def _own(finding: Finding) -> dict[str, Any]:
    assert finding.award is not None  # noqa: S101  (the caller looked)
    award, payload = finding.award, finding.payload
    facts = {
        "number": award.number,
        "title": payload["title"],
        "issuer": {"id": payload["issuer"]["did"], "name": payload["issuer"]["name"]},
        "holder": finding.name or None,
        "demo": bool(payload.get("demo")),
    }
    if not (finding.words and finding.full):
        return facts
    return {
        **facts,
        "organisation": payload["organisation"]["name"],
        "awarded_on": award.awarded_on.isoformat(),
        "valid_until": award.valid_until.isoformat() if award.valid_until else None,
        "statements": [
            {
                "text": line["text"],
                "framework": line["level_text"],
                "code": line["competency"]["code"],
                "url": line["competency"]["url"],
            }
            for line in payload["statements"]
        ],
        "limits": payload["limits"],
        "conditions": finding.words.conditions,
        "identity": finding.words.identity,
    }


def _foreign(finding: Finding, reading: ForeignReading) -> dict[str, Any]:
    return {
        "identifier": reading.identifier,
        "title": reading.title,
        "issuer": {"id": reading.issuer, "name": reading.issuer_name},
        "holder": finding.name or None,
        "demo": False,
        "awarded_on": reading.awarded_on.isoformat() if reading.awarded_on else None,
        "valid_until": reading.valid_until.isoformat() if reading.valid_until else None,
        "statements": [{key: line[key] for key in ("text", "framework", "code", "url")} for line in reading.statements],
        "limits": reading.limits,
    }
