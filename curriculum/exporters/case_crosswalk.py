"""A crosswalk as a CASE 1.1 package: a document and its associations between items that stand elsewhere. Strict."""

import json
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from content.versions import State
from curriculum.choices import AlignmentKind
from curriculum.exporters.comparison import title_in
from curriculum.formats import association_identifier
from curriculum.models import Alignment, Competency, CrosswalkVersion, FrameworkVersion

#: CASE has no word for close, broader and narrower: those of SKOS, as its `ext:` allows.
TYPES = {
    AlignmentKind.EXACT: "exactMatchOf",
    AlignmentKind.CLOSE: "ext:closeMatch",
    AlignmentKind.BROADER: "ext:broadMatch",
    AlignmentKind.NARROWER: "ext:narrowMatch",
    AlignmentKind.RELATED: "isRelatedTo",
    AlignmentKind.REPLACED_BY: "replacedBy",
    AlignmentKind.TRANSLATION_OF: "isTranslationOf",
}
STATUS = {State.DRAFT: "Draft", State.PUBLISHED: "Adopted"}


def crosswalk_package(version: CrosswalkVersion, kept: Iterable[Alignment], *, base_url: str) -> bytes:
    """`kept` are accepted alignments with both ends and their texts. Origins without a counterpart are an extension of
    the document: an association must have a destination."""
    address = base_url.rstrip("/") + version.get_absolute_url()
    changed = _moment(version.published_at or version.created_at)
    rows = list(kept)
    document: dict[str, Any] = {
        "identifier": _uuid(version.identifier),
        "uri": address,
        "frameworkType": "Crosswalk",
        "caseVersion": "1.1",
        "creator": version.author,
        "title": version.title,
        "lastChangeDateTime": changed,
        "officialSourceURL": address,
        "description": version.introduction,
        "language": version.language,
        "version": version.label,
        "adoptionStatus": STATUS.get(State(version.state), "Deprecated"),
        "extensions": {
            "volet": {
                "source": _version(version.source, base_url),
                "target": _version(version.target, base_url),
                "withoutCounterpart": [row.origin.identifier for row in rows if row.destination is None],
            }
        },
    }
    package = {
        "CFDocument": {key: value for key, value in document.items() if value},
        "CFAssociations": [
            _association(version, row, row.destination, address=address, base_url=base_url, changed=changed)
            for row in rows
            if row.destination is not None
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=2).encode()


def _association(
    version: CrosswalkVersion, row: Alignment, destination: Competency, *, address: str, base_url: str, changed: str
) -> dict[str, Any]:
    kind = TYPES[AlignmentKind(row.kind)]
    identifier = association_identifier(version.identifier, kind, row.origin.identifier, destination.identifier)
    reviewed = {"reviewedOn": f"{row.reviewed_at:%Y-%m-%d}"} if row.reviewed_at else {}
    association: dict[str, Any] = {
        "identifier": identifier,
        "associationType": kind,
        "uri": f"{address}#{identifier}",
        "originNodeURI": _link(row.origin, version.source, base_url),
        "destinationNodeURI": _link(destination, version.target, base_url),
        "lastChangeDateTime": _moment(row.reviewed_at) if row.reviewed_at else changed,
        "extensions": {"volet": {"basis": row.basis, "reviewed": bool(reviewed), **reviewed}},
    }
    if row.rationale:
        association["notes"] = row.rationale
    return association


def _link(node: Competency, version: FrameworkVersion, base_url: str) -> dict[str, str]:
    node.version = version
    titles = {text.language: text.title for text in sorted(node.texts.all(), key=lambda text: text.revision)}
    title = f"{node.code} {title_in(titles, version.language)}".strip()
    uri = node.uri or base_url.rstrip("/") + node.get_absolute_url()
    return {"title": title, "identifier": node.identifier, "uri": uri, "targetType": "CASE"}


def _version(version: FrameworkVersion, base_url: str) -> dict[str, str]:
    uri = version.uri or base_url.rstrip("/") + version.get_absolute_url()
    return {"title": str(version), "identifier": version.identifier, "uri": uri}


def _uuid(identifier: str) -> str:
    """The identifier if CASE takes it, else a UUID made of it."""
    try:
        return str(uuid.UUID(identifier))
    except ValueError:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, identifier))


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
