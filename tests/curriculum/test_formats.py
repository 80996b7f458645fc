"""Laws of the formats: search texts, digests, and export as the inverse of import."""

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from content.packages import Fields, PackageError, loaders, read_folder
from content.packages.documents import read_document
from curriculum.exporters import dump_framework, dump_reference, dump_strand
from curriculum.formats import (
    CompetencySpec,
    FactSpec,
    FrameworkSpec,
    HostSpec,
    LevelSpec,
    LineSpec,
    ReferenceSpec,
    RegistryCodeSpec,
    RungSpec,
    ScaleSpec,
    StrandSpec,
    UnitSpec,
    competency_identifier,
    digest_of,
    searchable,
)
from curriculum.queries import find_reference, find_strand, find_version, framework_spec, reference_spec, strand_spec
from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND

SHIPPED = settings.VOLET_LIBRARY / "fr"
OURS = {"volet.framework/1": dump_framework, "volet.reference/1": dump_reference, "volet.strand/1": dump_strand}


def parsed(folder: Path, text: bytes | str):
    """What the loader of its format reads in a text, and the problems it finds."""
    path = folder / "x.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    document = read_document(folder, path)
    problems = []
    fields = Fields(document, document.data, problems)
    fields.text("format")
    spec = loaders[document.format].parse(fields)
    fields.close()
    if problems:
        raise PackageError(problems)
    return spec


@given(st.text())
def test_a_search_text_of_a_search_text_is_itself(text):
    assert searchable(searchable(text)) == searchable(text)


@given(st.text(), st.text())
def test_what_is_asked_is_found_whatever_its_case(before, after):
    assert searchable("Protéger") in searchable(f"{before} PROTÉGER {after}")


def test_ligatures_accents_and_apostrophes_do_not_count():
    assert searchable("  L’ŒUVRE d'Élève\n à  Noël ") == "l'oeuvre d'eleve a noel"


def test_comments_order_and_lines_do_not_change_a_digest(tmp_path):
    moved = FRAMEWORK.replace("slug: boussole\n", "").replace(
        "language: en\n", "# moved\n\nlanguage: en\nslug: boussole\n"
    )
    assert digest_of(parsed(tmp_path, moved)) == digest_of(parsed(tmp_path, FRAMEWORK))
    other = parsed(tmp_path, FRAMEWORK.replace("Drawing", "Painting"))
    assert digest_of(other) != digest_of(parsed(tmp_path, FRAMEWORK))


def test_an_identifier_of_ours_never_changes():
    assert competency_identifier("digcomp", "2.2", "4.2") == "c8d04948-2c4f-58b6-822f-effbe9059664"


@pytest.mark.parametrize("text", [FRAMEWORK, REFERENCE, STRAND])
def test_what_is_written_reads_as_what_was_read(tmp_path, text):
    spec = parsed(tmp_path, text)
    written = OURS[text.splitlines()[0].split(": ")[1]](spec)
    assert parsed(tmp_path, written) == spec


def test_every_shipped_file_survives_export_and_import(tmp_path):
    documents = [document for document in read_folder(SHIPPED) if document.format in OURS]
    assert len(documents) >= 12
    for document in documents:
        spec = parsed(tmp_path, document.parts[Path(document.name).name])
        written = OURS[document.format](spec)
        assert parsed(tmp_path, written) == spec
        assert OURS[document.format](parsed(tmp_path, written)) == written


@pytest.mark.django_db
def test_what_the_database_holds_is_what_the_file_said(tmp_path, loaded):
    assert framework_spec(find_version("boussole", "1.0")) == parsed(tmp_path, FRAMEWORK)
    assert reference_spec(find_reference("brevet", "2020")) == parsed(tmp_path, REFERENCE)
    assert strand_spec(find_strand("volet-brevet", "1.0")) == parsed(tmp_path, STRAND)


@pytest.mark.django_db
def test_a_strand_keeps_its_text_and_its_date(tmp_path, load):
    text = STRAND.replace("proposal", 'statutory\nlegal_basis: "Arrêté du 2 mars 2027"\nstanding_on: 2027-03-02')
    load(FRAMEWORK, REFERENCE, text)
    kept = strand_spec(find_strand("volet-brevet", "1.0"))
    assert (kept.legal_basis, f"{kept.standing_on}") == ("Arrêté du 2 mars 2027", "2027-03-02")
    assert kept == parsed(tmp_path, text) == parsed(tmp_path, dump_strand(kept))


@pytest.mark.django_db
def test_an_exported_version_loads_as_unchanged(loaded, load):
    texts = (
        dump_framework(framework_spec(find_version("boussole", "1.0"))),
        dump_reference(reference_spec(find_reference("brevet", "2020"))),
        dump_strand(strand_spec(find_strand("volet-brevet", "1.0"))),
    )
    assert [entry.outcome for entry in load(*texts).loaded] == ["unchanged"] * 3


# Any text a person can type, as the parser keeps it: stripped, and not empty.
words = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)
paragraphs = st.lists(words, min_size=1, max_size=3).map("\n\n".join)
titles = st.fixed_dictionaries({"fr": words}, optional={"en": words})
codes = st.from_regex(r"[A-Z][0-9]{1,3}(\.[0-9]{1,2})?", fullmatch=True)
dates = st.none() | st.dates()


@st.composite
def frameworks(draw):
    names = draw(st.lists(codes, min_size=1, max_size=6, unique=True))

    def node(code, children=()):
        identifier = draw(st.just(competency_identifier("f", "1", code)) | st.just(f"urn:x:{code}"))
        about = {
            "description": draw(titles | st.just({})),
            "uri": draw(st.just("") | st.just(f"https://x.test/{code}")),
        }
        kind = draw(st.sampled_from(["area", "competence"]))
        return CompetencySpec(code, kind, draw(titles), identifier, children, **about)

    roots = (node(names[0], tuple(node(code) for code in names[1:])),)
    ranks = draw(st.lists(st.integers(1, 9), unique=True, max_size=3).map(sorted))
    levels = tuple(LevelSpec(rank, draw(codes), draw(titles), draw(titles)) for rank in ranks)
    status = {"fr": "official", "en": draw(st.sampled_from(["unofficial", "draft"]))}
    about = [draw(words) for _ in range(4)]
    return FrameworkSpec(
        *("f", "1", "fr", about[0], draw(titles), *about[1:], draw(dates), status, levels, roots),
        identifier=draw(words | st.just("")),
        uri=draw(st.just("") | st.just("https://x.test/f")),
        creator=draw(words | st.just("")),
        description=draw(paragraphs | st.just("")),
        adoption_status=draw(st.sampled_from(["", "draft", "adopted"])),
        starts_on=draw(dates),
        scales=draw(scales_over(ranks)),
    )


@st.composite
def scales_over(draw, ranks):
    """None, or one scale whose rungs hold one level each, or the whole."""
    if not ranks or not draw(st.booleans()):
        return ()
    rungs = [(rank, rank) for rank in ranks] if draw(st.booleans()) else [(ranks[0], ranks[-1])]
    held = tuple(RungSpec(draw(codes), draw(titles | st.just({})), *span) for span in rungs)
    return (ScaleSpec("letters", draw(titles), held),)


@st.composite
def references(draw):
    names = draw(st.lists(codes, min_size=1, max_size=5, unique=True))

    def unit(code, children=()):
        choose = draw(st.none() | st.just(1)) if children else None
        hours = draw(st.none() | st.integers(0, 900))
        return UnitSpec(code, "unit", draw(words), hours, draw(paragraphs), draw(st.booleans()), choose, children)

    facts = tuple(FactSpec(f"k{n}", draw(words), draw(paragraphs), draw(words), draw(st.booleans())) for n in range(2))
    units = (unit(names[0], tuple(unit(code) for code in names[1:])),)
    status = draw(st.sampled_from(["", "active", "inactive"]))
    registered = (RegistryCodeSpec("RS", "RS1", None, draw(dates), draw(words), True, status, draw(dates)),)
    hosts = tuple(
        HostSpec(name, draw(st.sampled_from(["", "bafa", "bpjeps-asec"])), draw(words), draw(st.booleans()))
        for name in draw(st.lists(words, max_size=3, unique=True))
    )
    about = (draw(words), draw(words), "complementary", draw(words), draw(dates), None, ("p", "0"))
    return ReferenceSpec("r", "1", "fr", *about, facts, registered, units, hosts=hosts)


@st.composite
def strands(draw):
    lines = tuple(
        LineSpec(code, draw(codes), 3, 60, draw(words), "content", draw(words | st.just("")), None, draw(dates))
        for code in draw(st.lists(codes, min_size=1, max_size=4, unique=True))
    )
    standing = draw(st.sampled_from(["proposal", "adopted", "statutory"]))
    text, day = (words, st.dates()) if standing == "statutory" else (words | st.just(""), dates)
    return StrandSpec(
        "s",
        "1",
        "fr",
        *(draw(words), draw(words), standing),
        ("r", "1"),
        ("f", "1"),
        len(lines),
        draw(paragraphs),
        lines,
        legal_basis=draw(text),
        standing_on=draw(day),
    )


@given(st.one_of(frameworks().map(lambda spec: (spec, dump_framework)),
                 references().map(lambda spec: (spec, dump_reference)),
                 strands().map(lambda spec: (spec, dump_strand))))  # fmt: skip
def test_import_undoes_export(tmp_path_factory, case):
    spec, dump = case
    written = dump(spec)
    again = parsed(tmp_path_factory.mktemp("law"), written)
    assert again == spec
    assert dump(again) == written
