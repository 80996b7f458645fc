"""The discovery document: what this service offers, as OpenAPI 3.0, written from the tables that the exporter follows."""

from typing import Any

from curriculum.formats.case import BASE, DEFINITIONS, RUBRICS, SHAPES

LINK = {"$ref": "#/components/schemas/LinkURI"}
NAMES = ("title", "identifier", "uri")
TEXT: dict[str, Any] = {"type": "string"}
TYPES: dict[str, dict[str, Any]] = {
    "text": TEXT,
    "case": {"type": "string", "enum": ["1.1"]},
    "uuid": {"type": "string", "format": "uuid"},
    "uri": {"type": "string", "format": "uri"},
    "moment": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer", "format": "int32"},
    "number": {"type": "number"},
    "texts": {"type": "array", "items": TEXT},
    "link": LINK,
    "links": {"type": "array", "items": LINK},
    "end": {"$ref": "#/components/schemas/LinkGenURI"},
    "relation": TEXT,
    "object": {"type": "object"},
    "objects": {"type": "array", "items": {"type": "object"}},
}
#: What each path answers with: a class, or a set of one.
ANSWERS = {
    "CFDocuments": "CFDocument",
    "CFPackages": "CFPackage",
    "CFItems": "CFItem",
    "CFItemAssociations": "CFAssociationSet",
    "CFAssociations": "CFAssociation",
    "CFAssociationGroupings": "CFAssociationGrouping",
    "CFConcepts": "CFConceptSet",
    "CFItemTypes": "CFItemTypeSet",
    "CFLicenses": "CFLicense",
    "CFRubrics": "CFRubric",
    "CFSubjects": "CFSubjectSet",
}
PARAMETERS = {
    "limit": {"type": "integer", "minimum": 1, "default": 100},
    "offset": {"type": "integer", "minimum": 0, "default": 0},
    "sort": TEXT,
    "orderBy": {"type": "string", "enum": ["asc", "desc"]},
    "filter": TEXT,
    "fields": {"type": "array", "items": TEXT},
}


def openapi_document(base_url: str) -> dict[str, Any]:
    paths = {"/CFDocuments": _path("getAllCFDocuments", "CFDocumentSet", _query_parameters(), ("400", "404"))}
    identifier = [{"name": "sourcedId", "in": "path", "required": True, "schema": TYPES["uuid"]}]
    for noun, answer in ANSWERS.items():
        operation = "get" + (noun if noun == "CFItemAssociations" else noun.removesuffix("s"))
        paths[f"/{noun}/{{sourcedId}}"] = _path(operation, answer, identifier, ("404",))
    return {
        "openapi": "3.0.1",
        "info": {
            "title": "CASE 1.1 read service of this Volet installation",
            "version": "1.1",
            "description": "Published competency frameworks, as the CASE 1.1 service defines them. Open to all, GET only.",
        },
        "servers": [{"url": base_url.rstrip("/") + BASE}],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _query_parameters() -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": False, "schema": schema, **_style(schema)}
        for name, schema in PARAMETERS.items()
    ]


def _style(schema: dict[str, Any]) -> dict[str, Any]:
    return {"style": "form", "explode": False} if schema.get("type") == "array" else {}


def _path(operation: str, answer: str, parameters: list[dict[str, Any]], errors: tuple[str, ...]) -> dict[str, Any]:
    def content(name: str) -> dict[str, Any]:
        return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}

    success: dict[str, Any] = {"description": "Found", "content": content(answer)}
    if answer == "CFDocumentSet":
        success["headers"] = {name: {"schema": TEXT} for name in ("X-Total-Count", "Link")}
    responses = {"200": success, "304": {"description": "Not modified"}}
    responses |= {status: {"description": "Refused", "content": content("imsx_StatusInfo")} for status in errors}
    return {"get": {"operationId": operation, "parameters": parameters, "responses": responses}}


def _schemas() -> dict[str, Any]:
    schemas = {
        name: _object({key: _type(kind) for key, kind in shape.fields.items()}, shape.required)
        for name, shape in SHAPES.items()
    }
    document, item, association = (
        dict(schemas[name]["properties"]) for name in ("CFDocument", "CFItem", "CFAssociation")
    )
    package_document, package_item, package_association = (
        schemas[name] for name in ("CFDocument", "CFItem", "CFAssociation")
    )
    lists = {kind: _list(name) for kind, name in DEFINITIONS.items()}
    return {
        **schemas,
        "CFDocument": _object({**document, "CFPackageURI": LINK}, (*package_document["required"], "CFPackageURI")),
        "CFItem": _object({**item, "CFDocumentURI": LINK}, (*package_item["required"], "CFDocumentURI")),
        "CFAssociation": _object({**association, "CFDocumentURI": LINK}, tuple(package_association["required"])),
        "CFPckgDocument": package_document,
        "CFPckgItem": package_item,
        "CFPckgAssociation": package_association,
        "CFDefinition": _object({**lists, "extensions": TYPES["object"]}, ()),
        "CFPackage": _package(),
        "CFDocumentSet": _set("CFDocuments", "CFDocument"),
        "CFConceptSet": _set("CFConcepts", "CFConcept"),
        "CFItemTypeSet": _set("CFItemTypes", "CFItemType"),
        "CFSubjectSet": _set("CFSubjects", "CFSubject"),
        "CFAssociationSet": _object(
            {"CFItem": _type("[CFItem]")["items"], "CFAssociations": _list("CFPckgAssociation")},
            ("CFItem", "CFAssociations"),
        ),
        "LinkURI": _object(
            {"title": TEXT, "identifier": TYPES["uuid"], "uri": TYPES["uri"]}, ("title", "identifier", "uri")
        ),
        "LinkGenURI": _object(
            {"title": TEXT, "identifier": TEXT, "uri": TYPES["uri"], "targetType": TEXT}, ("title", "identifier", "uri")
        ),
        "imsx_StatusInfo": _status_info(),
    }


def _package() -> dict[str, Any]:
    parts = {
        "CFDocument": {"$ref": "#/components/schemas/CFPckgDocument"},
        "CFItems": _list("CFPckgItem"),
        "CFAssociations": _list("CFPckgAssociation"),
        "CFDefinitions": {"$ref": "#/components/schemas/CFDefinition"},
        RUBRICS: _list("CFRubric"),
        "extensions": TYPES["object"],
    }
    return _object(parts, ("CFDocument",))


def _status_info() -> dict[str, Any]:
    field = _object({"imsx_codeMinorFieldName": TEXT, "imsx_codeMinorFieldValue": TEXT}, ())
    minor = _object({"imsx_codeMinorField": {"type": "array", "items": field}}, ("imsx_codeMinorField",))
    words = dict.fromkeys(("imsx_codeMajor", "imsx_severity", "imsx_description"), TEXT)
    return _object({**words, "imsx_codeMinor": minor}, ("imsx_codeMajor", "imsx_severity"))


def _type(kind: str) -> dict[str, Any]:
    return _list(kind[1:-1]) if kind.startswith("[") else TYPES[kind]


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _set(key: str, name: str) -> dict[str, Any]:
    return _object({key: _list(name)}, (key,))


def _object(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": list(required)} if required else found
