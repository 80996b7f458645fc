"""The form of a credential, whoever signed it: VC Data Model 2.0 §4, and the classes of Open Badges 3.0 (§B) as a table.

A finding is the path of what is missing or of the wrong kind, for people who debug. Signatures are judged elsewhere.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from certificates.signing.contexts import VC_V2
from certificates.signing.dates import moment_of

VC_V1: Final = "https://www.w3.org/2018/credentials/v1"
OB_CONTEXT: Final = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)?\.json")
URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
BADGES: Final = frozenset({"OpenBadgeCredential", "AchievementCredential"})
MOST: Final = 6
DEEPEST: Final = 12

#: A rule: `!` required, `*` one or several, then text, uri, number, flag, a closed list, or a class of this table.
CLASSES: Final[dict[str, dict[str, str]]] = {
    "AchievementSubject": {
        "id": "uri",
        "identifier": "*IdentityObject",
        "achievement": "!Achievement",
        "creditsEarned": "number",
        "image": "Image",
        "licenseNumber": "text",
        "narrative": "text",
        "result": "*Result",
        "role": "text",
        "source": "Profile",
        "term": "text",
    },
    "Achievement": {
        "id": "!uri",
        "achievementType": "achievementType",
        "alignment": "*Alignment",
        "creator": "Profile",
        "creditsAvailable": "number",
        "criteria": "!Criteria",
        "description": "!text",
        "image": "Image",
        "inLanguage": "text",
        "name": "!text",
        "otherIdentifier": "*IdentifierEntry",
        "related": "*Related",
        "resultDescription": "*ResultDescription",
        "tag": "*text",
        "version": "text",
    },
    "Alignment": {"targetName": "!text", "targetUrl": "!uri", "targetType": "targetType", "targetCode": "text"},
    "Criteria": {"id": "uri", "narrative": "text"},
    "Evidence": {"id": "uri", "name": "text", "narrative": "text", "description": "text", "genre": "text"},
    "IdentifierEntry": {"identifier": "!text", "identifierType": "!identifierType"},
    "IdentityObject": {
        "hashed": "!flag",
        "identityHash": "!text",
        "identityType": "!identifierType",
        "salt": "text",
    },
    "Image": {"id": "!uri", "caption": "text"},
    "Profile": {
        "id": "!uri",
        "name": "text",
        "url": "uri",
        "email": "text",
        "image": "Image",
        "otherIdentifier": "*IdentifierEntry",
        "parentOrg": "Profile",
    },
    "Related": {"id": "!uri", "version": "text"},
    "Result": {
        "achievedLevel": "uri",
        "alignment": "*Alignment",
        "resultDescription": "uri",
        "status": "status",
        "value": "text",
    },
    "ResultDescription": {
        "id": "!uri",
        "alignment": "*Alignment",
        "name": "!text",
        "resultType": "!resultType",
        "rubricCriterionLevel": "*RubricCriterionLevel",
    },
    "RubricCriterionLevel": {"id": "!uri", "name": "!text", "alignment": "*Alignment"},
}
#: Parts with an address, and what stands in for a missing one: only a status may leave it out.
ADDRESSED: Final = {"credentialSchema": "", "credentialStatus": "urn:none"}
#: Criteria alone needs no `type`.
UNTYPED: Final = frozenset({"Criteria"})

LISTS: Final = {
    "achievementType": "Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge "
    "BachelorDegree Certificate CertificateOfCompletion Certification CommunityService Competency Course CoCurricular "
    "Degree Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment JourneymanCertificate LearningProgram License "
    "Membership ProfessionalDoctorate QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential "
    "ResearchDoctorate SecondarySchoolDiploma",
    "targetType": "ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel CTDL",
    "identifierType": "name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn issn "
    "lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ltiPlatformId ltiUserId identifier",
    "resultType": "GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result RubricCriterion "
    "RubricCriterionLevel RubricScore ScaledScore Status",
    "status": "Completed Enrolled Failed InProgress OnHold Provisional Withdrew",
}


def data_model(credential: Mapping[str, Any]) -> str:
    """The version of the VC Data Model that a credential follows by its first context: 2.0, 1.1, or '' for neither."""
    first = next(iter(several(credential.get("@context"))), None)
    return {VC_V2: "2.0", VC_V1: "1.1"}.get(first, "") if isinstance(first, str) else ""


def problems_of(credential: Mapping[str, Any]) -> list[str]:
    """What keeps a document from being an Open Badge 3.0, at most `MOST` paths. Never raises on bad input."""
    return list(islice(dict.fromkeys(_badge(credential)), MOST))


def credential_problems(credential: Mapping[str, Any]) -> list[str]:
    """What keeps a document from being a verifiable credential of VC 2.0, badge or not, at most `MOST` paths."""
    return list(islice(dict.fromkeys(_credential(credential)), MOST))


def _badge(credential: Mapping[str, Any]) -> Iterator[str]:
    yield from _credential(credential)
    contexts = several(credential.get("@context"))
    if len(contexts) < 2 or not isinstance(contexts[1], str) or not OB_CONTEXT.fullmatch(contexts[1]):
        yield "@context"
    if not _is_uri(credential.get("id")):
        yield "id"
    if not BADGES & _names(credential):
        yield "type"
    if "validFrom" not in credential:
        yield "validFrom"
    issuer = credential.get("issuer")
    if not isinstance(issuer, str):
        yield from _thing(issuer, "Profile", "issuer", 0)
    subject = credential.get("credentialSubject")
    yield from _thing(subject, "AchievementSubject", "credentialSubject", 0)
    if isinstance(subject, Mapping) and not subject.get("id") and not subject.get("identifier"):
        yield "credentialSubject.id"
    for number, entry in enumerate(several(credential.get("evidence"))):
        yield from _thing(entry, "Evidence", f"evidence[{number}]", 0)


def _credential(credential: Mapping[str, Any]) -> Iterator[str]:
    contexts = several(credential.get("@context"))
    known = all(_is_uri(context) or isinstance(context, Mapping) for context in contexts)
    if not isinstance(credential.get("@context"), list) or contexts[:1] != [VC_V2] or not known:
        yield "@context"
    types = credential.get("type")
    if "VerifiableCredential" not in _names(credential) or not all(isinstance(name, str) for name in several(types)):
        yield "type"
    if "id" in credential and not _is_uri(credential["id"]):
        yield "id"
    issuer = credential.get("issuer")
    if not _is_uri(issuer.get("id") if isinstance(issuer, Mapping) else issuer):
        yield "issuer.id"
    subjects = several(credential.get("credentialSubject"))
    if not subjects or not all(isinstance(subject, Mapping) and subject for subject in subjects):
        yield "credentialSubject"
    elif not all(_is_uri(subject["id"]) for subject in subjects if "id" in subject):
        yield "credentialSubject.id"
    yield from _parts(credential)
    yield from _dates(credential)
    yield from _texts(credential, "")
    if isinstance(issuer, Mapping):
        yield from _texts(issuer, "issuer.")


def _parts(credential: Mapping[str, Any]) -> Iterator[str]:
    """Parts that say what they are (§4.10 to §5.6): each has a type, some an address."""
    for name in ("credentialStatus", "credentialSchema", "evidence", "refreshService", "termsOfUse", "proof"):
        for part in several(credential.get(name)):
            if not isinstance(part, Mapping) or not _names(part):
                yield f"{name}.type"
            elif name in ADDRESSED and not _is_uri(part.get("id", ADDRESSED[name])):
                yield f"{name}.id"


def _dates(credential: Mapping[str, Any]) -> Iterator[str]:
    moments = []
    for name in ("validFrom", "validUntil"):
        value = credential.get(name)
        try:
            found = moment_of(value) if name in credential else None
        except ValueError:
            yield name
            return
        if found and not str(value).endswith("Z") and str(value)[-6] not in "+-":
            yield name
        moments.append(found)
    begins, ends = moments
    if begins and ends and ends < begins:
        yield "validUntil"


def _texts(thing: Mapping[str, Any], path: str) -> Iterator[str]:
    """Names and descriptions: a text, or texts with their language and direction (§11.1)."""
    for name in ("name", "description"):
        for value in several(thing.get(name)):
            with_language = isinstance(value, Mapping) and set(value) <= {"@value", "@language", "@direction"}
            if not isinstance(value, str) and not (with_language and isinstance(value.get("@value"), str)):
                yield f"{path}{name}"


def _thing(thing: Any, kind: str, path: str, depth: int) -> Iterator[str]:
    """Hold one object to its class."""
    if not isinstance(thing, Mapping) or depth > DEEPEST:
        yield path
        return
    if kind not in UNTYPED and kind not in _names(thing):
        yield f"{path}.type"
    for name, rule in CLASSES[kind].items():
        wanted = rule.lstrip("!*")
        if name not in thing:
            if rule.startswith("!"):
                yield f"{path}.{name}"
            continue
        value = thing[name]
        for entry in several(value) if rule.startswith("*") else [value]:
            if wanted in CLASSES:
                yield from _thing(entry, wanted, f"{path}.{name}", depth + 1)
            elif not _fits(entry, wanted):
                yield f"{path}.{name}"


def _fits(value: Any, wanted: str) -> bool:
    if wanted in LISTS:
        return isinstance(value, str) and (value in LISTS[wanted].split() or value.startswith("ext:"))
    return KINDS[wanted](value)


def _is_uri(value: Any) -> bool:
    return isinstance(value, str) and URI.fullmatch(value) is not None


KINDS: Final[dict[str, Callable[[Any], bool]]] = {
    "text": lambda value: isinstance(value, str),
    "uri": _is_uri,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "flag": lambda value: isinstance(value, bool),
}


def several(value: Any) -> list[Any]:
    """What JSON-LD writes as one value, as a list of them, or not at all."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _names(thing: Mapping[str, Any]) -> set[str]:
    return {name for name in several(thing.get("type")) if isinstance(name, str) and name}
