"""CASE packages for the tests: a small one by hand, the real ones, and the official schema that judges what goes out."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft201909Validator

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "frameworks" / "case"
SCHEMA = DATA / "case-v1p1-cfpackage.official.schema.json"
OPENAPI = DATA / "imscasev1p1_openapi3_v1p0.json"
BASE = "https://source.example/ims/case/v1p0"
DOCUMENT = "0d0c0000-0000-4000-8000-000000000000"
MOMENT = "2020-01-02T03:04:05+00:00"
needs_data = pytest.mark.skipif(not SCHEMA.exists(), reason="the official CASE files are not beside this repository")


def real_files():
    apart = (SCHEMA.name, OPENAPI.name)
    return sorted(path for path in DATA.glob("*.json") if path.name not in apart and "swagger" not in path.name)


def uid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


def link(number, noun="CFItems", **more):
    identifier = number if isinstance(number, str) else uid(number)
    return {"title": f"n{number}", "identifier": identifier, "uri": f"{BASE}/{noun}/{identifier}", **more}


def item(number, **more):
    return {
        "identifier": uid(number),
        "uri": f"{BASE}/CFItems/{uid(number)}",
        "fullStatement": f"Item {number}",
        "lastChangeDateTime": MOMENT,
        **more,
    }


def edge(child, parent=None, sequence=None, kind="isChildOf", number=None, **more):
    above = link(parent) if parent else link(DOCUMENT, "CFDocuments")
    identifier = uid(number or 1000 * child + (parent or 0))
    return {
        "identifier": identifier,
        "uri": f"{BASE}/CFAssociations/{identifier}",
        "associationType": kind,
        "originNodeURI": link(child),
        "destinationNodeURI": above,
        "lastChangeDateTime": MOMENT,
        **({"sequenceNumber": sequence} if sequence is not None else {}),
        **more,
    }


def package(items, associations, document=None, **more):
    about = {
        "identifier": DOCUMENT,
        "uri": f"{BASE}/CFDocuments/{DOCUMENT}",
        "creator": "Atelier",
        "title": "Small framework",
        "lastChangeDateTime": MOMENT,
        "language": "en",
        **(document or {}),
    }
    return {"CFDocument": about, "CFItems": items, "CFAssociations": associations, **more}


def small(**more):
    """Two areas, the first with two competences; the second comes first by its sequence number."""
    items = [
        item(1),
        item(2, humanCodingScheme="B"),
        item(3, humanCodingScheme="A.1"),
        item(4, humanCodingScheme="A.2"),
    ]
    return package(items, [edge(1, sequence=2), edge(2, sequence=1), edge(3, 1, 1), edge(4, 1, 2)], **more)


def as_bytes(content):
    return content if isinstance(content, bytes) else json.dumps(content).encode()


def judged(content):
    """What the official schema says against a package, formats included."""
    validator = Draft201909Validator(json.loads(SCHEMA.read_text()), format_checker=Draft201909Validator.FORMAT_CHECKER)
    return [
        f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(json.loads(content))
    ]
