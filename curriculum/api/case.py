"""The 12 paths of CASE 1.1, thin: find, write with the exporter's own objects, answer."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from curriculum.api.discovery import openapi_document
from curriculum.api.listing import Listing
from curriculum.api.replies import Refused, case_view, reply
from curriculum.exporters.case import CasePackage
from curriculum.formats import DefinitionSpec
from curriculum.formats.case_derived import address
from curriculum.formats.case_values import UUID, Json
from curriculum.models import Association, Competency, FrameworkVersion
from curriculum.queries import framework_spec
from curriculum.queries.case import (
    association_of,
    associations_of,
    definitions_of,
    document_of,
    ends_of,
    item_of,
    licensed_version,
    public_versions,
)
from curriculum.queries.framework_specs import association_spec, framework_head, node_spec

Answer = tuple[Json, FrameworkVersion]


@case_view
def case_documents(request: HttpRequest) -> HttpResponse:
    """Public framework versions, sorted, filtered and a page at a time."""
    listing = Listing(request.GET)
    found = listing.chosen([_document(version) for version in public_versions()])
    if not found.shown:
        raise Refused(404, "No CFDocument matches this request")
    response = reply(request, {"CFDocuments": found.shown})
    response["X-Total-Count"] = str(found.total)
    if links := listing.links(request.build_absolute_uri(request.path), found.total):
        response["Link"] = links
    return response


@case_view
def case_object(request: HttpRequest, noun: str, identifier: str) -> HttpResponse:
    find = FINDERS.get(noun)
    if find is None:
        raise Refused(404, "Unknown path")
    if not UUID.match(identifier):
        raise Refused(404, "Invalid UUID", "invalid_uuid", "sourcedId")
    found = find(identifier)
    if found is None:
        raise Refused(404, "Unknown Object", field="sourcedId")
    content, version = found
    return reply(request, content, changed=version.published_at)


@case_view
def case_discovery(request: HttpRequest) -> HttpResponse:
    return reply(request, openapi_document(settings.VOLET_BASE_URL))


def _writer(version: FrameworkVersion) -> CasePackage:
    return CasePackage(framework_head(version), settings.VOLET_BASE_URL)


def _document(version: FrameworkVersion) -> Json:
    writer = _writer(version)
    document = writer.document()
    package = {
        "title": writer.title,
        "identifier": document["identifier"],
        "uri": address(settings.VOLET_BASE_URL, "CFPackages", writer.identifier),
    }
    return {**document, "CFPackageURI": package}


def _document_link(writer: CasePackage) -> Json:
    link = writer.ends[writer.identifier]
    return {key: link[key] for key in ("title", "identifier", "uri")}


def _one_document(identifier: str) -> Answer | None:
    version = document_of(identifier)
    return (_document(version), version) if version else None


def _package(identifier: str) -> Answer | None:
    version = document_of(identifier)
    return (CasePackage(framework_spec(version), settings.VOLET_BASE_URL).package(), version) if version else None


def _item_json(item: Competency, writer: CasePackage) -> Json:
    node = node_spec(item, item.first_texts)  # type: ignore[attr-defined]
    written = writer.item(node, has_children=item.has_children)  # type: ignore[attr-defined]
    return {**written, "CFDocumentURI": _document_link(writer)}


def _item(identifier: str) -> Answer | None:
    item = item_of(identifier)
    return (_item_json(item, _writer(item.version)), item.version) if item else None


def _item_associations(identifier: str) -> Answer | None:
    item = item_of(identifier)
    if item is None:
        return None
    writer = _writer(item.version)
    return {
        "CFItem": _item_json(item, writer),
        "CFAssociations": _association_json(associations_of(item), writer),
    }, item.version


def _association(identifier: str) -> Answer | None:
    found = association_of(identifier)
    if found is None:
        return None
    writer = _writer(found.version)
    (written,) = _association_json([found], writer)
    return {**written, "CFDocumentURI": _document_link(writer)}, found.version


def _association_json(rows: list[Association], writer: CasePackage) -> list[Json]:
    identifiers: dict[object, str] = {}
    for end in ends_of(rows):
        identifiers[end.pk] = end.identifier
        writer.know(node_spec(end, end.first_texts))  # type: ignore[attr-defined]
    return [writer.association(association_spec(row, identifiers, writer.identifier)) for row in rows]


def _definitions(kind: str) -> Callable[[str], Answer | None]:
    """A set: the one asked for, then those below it."""

    def find(identifier: str) -> Answer | None:
        rows = definitions_of(kind, identifier)
        if not rows:
            return None
        writer = _writer(rows[0].version)
        entries = [writer.definition(DefinitionSpec(kind, row.identifier, row.data)) for row in rows]
        return {kind: entries}, rows[0].version

    return find


def _definition(kind: str) -> Callable[[str], Answer | None]:
    def find(identifier: str) -> Answer | None:
        found = _definitions(kind)(identifier)
        return (found[0][kind][0], found[1]) if found else None

    return find


def _licence(identifier: str) -> Answer | None:
    found = _definition("CFLicenses")(identifier)
    version = None if found else licensed_version(identifier.lower())
    return (_writer(version).licence(), version) if version else found


FINDERS: dict[str, Callable[[str], Any]] = {
    "CFDocuments": _one_document,
    "CFPackages": _package,
    "CFItems": _item,
    "CFItemAssociations": _item_associations,
    "CFAssociations": _association,
    "CFAssociationGroupings": _definition("CFAssociationGroupings"),
    "CFConcepts": _definitions("CFConcepts"),
    "CFItemTypes": _definitions("CFItemTypes"),
    "CFLicenses": _licence,
    "CFRubrics": _definition("CFRubrics"),
    "CFSubjects": _definitions("CFSubjects"),
}
