"""Files made to hurt are refused with a reason, or imported; on PostgreSQL, which is stricter, as on SQLite."""

import json

import pytest

from curriculum.actions.importing import import_framework
from curriculum.formats.skos import PREFIXES
from curriculum.importers.exchange import read_framework
from curriculum.models import Competency, Framework
from tests.curriculum.case_files import edge, item, package
from tests.curriculum.test_moodle_files import HEADER

pytestmark = pytest.mark.django_db
LEVEL = {"rank": 1, "code": "1", "title": {"en": "One"}, "band": {}}
UNREADABLE = "ce que Volet avait noté sous « extensions.volet » n'est plus lisible"


@pytest.fixture
def run(body, at):
    def bring(content, name="package.json"):
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        report = import_framework(parsed=read_framework(data, name), owner=body, by=None, at=at)
        return [remark.reason for remark in report.errors]

    return bring


def case(ours, **more):
    return package([item(1)], [edge(1, sequence=1)], document={"extensions": {"volet": ours}}, **more)


def turtle(extra):
    """One concept, of which the file says that Volet had kept `extra` beside it."""
    return (
        f"@prefix skos: <{PREFIXES['skos']}> . @prefix volet: <{PREFIXES['volet']}> .\n"
        f'<http://x/s> a skos:ConceptScheme ; skos:prefLabel "T"@en .\n'
        f'<http://x/c> a skos:Concept ; skos:inScheme <http://x/s> ; skos:prefLabel "C"@en ;'
        f" volet:extra {json.dumps(extra)} ."
    ).encode()


def moodle(*rows, scale=""):
    head = f",f,F,,1,{scale},,,,,,,1,"
    return "\n".join([HEADER, head, *rows]).encode()


@pytest.mark.parametrize(
    "levels",
    [[{**LEVEL, "rank": 99999}], [{**LEVEL, "rank": -5}], [LEVEL, LEVEL]],
    ids=["a rank too high", "a rank too low", "a rank twice"],
)
def test_levels_that_no_scale_has_are_refused(run, levels):
    assert run(case({"levels": levels})) == [UNREADABLE]


def test_a_name_that_is_too_long_is_cut(run):
    assert run(case({"name": "x" * 300})) == []
    assert Framework.objects.get().name == "x" * 120


@pytest.mark.parametrize("number", ["1e999", "-1e999", "nan", "1.0e999"])
def test_numbers_that_json_does_not_have_stay_words(run, number):
    rubric = {"identifier": "r", "CFRubricCriteria": [{"identifier": "c", "weight": number}]}
    assert run(package([item(1)], [edge(1, sequence=number)], CFRubrics=[rubric])) == []
    assert Competency.objects.count() == 1


@pytest.mark.parametrize("extra", ['{"a": "\\u0000"}', '{"a": "\\ud800"}', '{"a": NaN}', '{"a": 1e999}'])
def test_what_no_database_can_hold_is_kept_as_the_text_it_is(run, extra):
    assert run(turtle(extra), "file.ttl") == []
    assert extra in json.dumps(Competency.objects.get().extra).replace("\\\\", "\\").replace('\\"', '"')


def test_a_heading_without_end_is_refused(run):
    refused = run(("x" * 200_000 + moodle(",a,A,,1,,,,,,,,,").decode()).encode(), "file.csv")
    assert refused[0].startswith("cette ligne est mal écrite ou coupée")


def test_a_scale_without_end_is_refused(run):
    scale = '"' + ",".join(map(str, range(101))) + '"'
    assert run(moodle(",a,A,,1,,,,,,,,,", scale=scale), "file.csv") == ["cette échelle a plus de 100 niveaux"]


@pytest.mark.parametrize(("first", "errors"), [("gone", "n'est pas dans ce fichier"), ("n19999", "tournent en rond")])
def test_rows_far_below_a_fault_are_looked_at_once(run, first, errors):
    """Looked at again for each row below, 800 rows took 20 seconds and 20,000 would have taken days."""
    rows = (f"{f'n{number - 1}' if number else first},n{number},x,,1,,,,,,,,," for number in range(20_000))
    (reason,) = run(moodle(*rows), "file.csv")
    assert errors in reason
    assert len(reason) < 300


FULL = "ce fichier contient bien plus qu'un référentiel : Volet ne le lit pas"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("file.json", b'{"CFDocument": [' + b"[]," * 60 + b"[]]}"),
        ("file.json", b'{"CFDocument": [' + b'"",' * 400 + b'""]}'),
        ("file.jsonld", b'{"@graph": [' + b"{}," * 60 + b"{}]}"),
        ("file.ttl", b"".join(b"<http://x/%d> <http://x/> <http://y/> .\n" % number for number in range(60))),
    ],
    ids=["lists", "texts", "objects", "statements"],
)
def test_a_file_that_would_fill_the_memory_is_refused(run, settings, name, content):
    """10 MB of empty lists took 500 MB."""
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "nodes": 1}
    assert run(content, name) == [FULL]
