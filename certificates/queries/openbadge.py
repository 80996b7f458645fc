"""The form of an Open Badge 3.0: what a credential must hold (1EdTech Open Badges 3.0, §B.1), whoever signed it.

The published JSON Schema isn't needed for this: the data model asks for few things, and a person who checks a certificate
is told which one is missing. Problems are paths in the file, for people who debug.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

CONTEXT_VC: Final = "https://www.w3.org/ns/credentials/v2"
CONTEXT_OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context"
BADGES: Final = frozenset({"OpenBadgeCredential", "AchievementCredential"})
URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
MOST: Final = 6


def problems_of(credential: Mapping[str, Any]) -> list[str]:
    """Paths of what is missing or has the wrong type, at most `MOST`. Never raises on bad input."""
    found = _all_problems(credential)
    return [path for path, _number in zip(found, range(MOST), strict=False)]


def names_of(value: Any) -> list[Any]:
    """`type` and its like: one name, or a list of names."""
    return value if isinstance(value, list) else [value]


def _all_problems(credential: Mapping[str, Any]) -> Iterator[str]:
    contexts = credential.get("@context")
    named = contexts if isinstance(contexts, list) else []
    if len(named) < 2 or named[0] != CONTEXT_VC or not str(named[1]).startswith(CONTEXT_OB):
        yield "@context"
    if not _uri(credential.get("id")):
        yield "id"
    types = [name for name in names_of(credential.get("type")) if isinstance(name, str)]
    if "VerifiableCredential" not in types or not BADGES & set(types):
        yield "type"
    yield from _profile(credential.get("issuer"), "issuer")
    if not isinstance(credential.get("validFrom"), str):
        yield "validFrom"
    for path, name in (("evidence", "Evidence"), ("endorsement", "EndorsementCredential")):
        for entry in _entries(credential.get(path)):
            if not _typed(entry, name):
                yield f"{path}.type"
    yield from _subject(credential.get("credentialSubject"))


def _subject(subject: Any) -> Iterator[str]:
    at = "credentialSubject"
    if not _typed(subject, "AchievementSubject"):
        yield f"{at}.type"
    if not isinstance(subject, Mapping):
        return
    if not (_uri(subject.get("id")) or _entries(subject.get("identifier"))):
        yield f"{at}.id"
    if "source" in subject:
        yield from _profile(subject["source"], f"{at}.source")
    yield from _each(subject, "identifier", "IdentityObject", at)
    yield from _each(subject, "result", "Result", at)
    achievement, at = subject.get("achievement"), f"{at}.achievement"
    if not _typed(achievement, "Achievement"):
        yield f"{at}.type"
    if not isinstance(achievement, Mapping):
        return
    if not _uri(achievement.get("id")):
        yield f"{at}.id"
    for name in ("name", "description"):
        if not isinstance(achievement.get(name), str):
            yield f"{at}.{name}"
    if not isinstance(achievement.get("criteria"), Mapping):
        yield f"{at}.criteria"
    yield from _each(achievement, "alignment", "Alignment", at)
    yield from _each(achievement, "resultDescription", "ResultDescription", at)
    if "creator" in achievement:
        yield from _profile(achievement["creator"], f"{at}.creator")


def _profile(profile: Any, at: str) -> Iterator[str]:
    """An issuer may be its identifier alone (VC 2.0), a whole profile else."""
    if isinstance(profile, str) and _uri(profile):
        return
    if not isinstance(profile, Mapping) or not _uri(profile.get("id")):
        yield f"{at}.id"
    if not _typed(profile, "Profile"):
        yield f"{at}.type"
    if isinstance(profile, Mapping):
        yield from _each(profile, "otherIdentifier", "IdentifierEntry", at)
        if "parentOrg" in profile:
            yield from _profile(profile["parentOrg"], f"{at}.parentOrg")


def _each(thing: Mapping[str, Any], name: str, kind: str, at: str) -> Iterator[str]:
    if not all(_typed(entry, kind) for entry in _entries(thing.get(name))):
        yield f"{at}.{name}.type"


def _entries(value: Any) -> list[Any]:
    return [] if value is None else names_of(value)


def _typed(thing: Any, kind: str) -> bool:
    """Whether `thing` says it is a `kind`. An achievement is one even if it says nothing more."""
    return isinstance(thing, Mapping) and kind in names_of(thing.get("type"))


def _uri(value: Any) -> bool:
    return isinstance(value, str) and URI.fullmatch(value) is not None
