"""CASE packages as they come: what is put right, what is told, what is refused."""

import gzip
import json

import pytest

from curriculum.importers.exchange import read_framework
from tests.curriculum.case_files import DOCUMENT, MOMENT, as_bytes, edge, item, link, package, small, uid


def read(content, name="package.json"):
    return read_framework(as_bytes(content), name)


def shape(spec):
    """The tree as (end of identifier, children)."""

    def of(nodes):
        return [(int(node.identifier[-3:]), of(node.children)) for node in nodes]

    return of(spec.competencies)


def warned(parsed):
    return [(remark.where, remark.reason) for remark in parsed.warnings]


def refused(content, name="package.json"):
    """The one error, as (where, reason); nothing else is given."""
    parsed = read(content, name)
    assert (parsed.spec, len(parsed.errors)) == (None, 1)
    return parsed.errors[0].where, parsed.errors[0].reason


def test_a_package_is_a_tree_in_the_order_of_its_sequence_numbers():
    parsed = read(small())
    assert warned(parsed) == []
    assert shape(parsed.spec) == [(2, []), (1, [(3, []), (4, [])])]
    assert (parsed.spec.slug, parsed.spec.label, parsed.spec.language) == ("small-framework", "1", "en")
    assert (parsed.spec.identifier, parsed.spec.creator) == (DOCUMENT, "Atelier")


def test_without_sequence_numbers_codes_order_as_people_count():
    items = [item(n, humanCodingScheme=f"A.{n}") for n in (1, 10, 2)]
    parsed = read(package(items, [edge(n) for n in (10, 2, 1)]))
    assert shape(parsed.spec) == [(1, []), (2, []), (10, [])]


def test_a_second_parent_is_a_relation_beyond_the_tree():
    parsed = read(package([item(1), item(2), item(3)], [edge(1), edge(2), edge(3, 2), edge(3, 1)]))
    assert shape(parsed.spec) == [(1, []), (2, [(3, [])])]
    assert [(beyond.kind, beyond.origin, beyond.destination) for beyond in parsed.spec.associations] == [
        ("isChildOf", uid(3), uid(1))
    ]


def test_an_item_without_parent_becomes_a_root_and_is_told():
    parsed = read(package([item(1), item(2)], [edge(1)]))
    assert shape(parsed.spec) == [(1, []), (2, [])]
    assert warned(parsed) == [("CFItems", "1 élément n'a pas de parent : il est mis au premier niveau")]


def test_null_missing_and_empty_are_the_same():
    bare = read(small())
    nulls = read(small(document={"notes": None, "subject": [], "description": ""}, CFDefinitions=None, CFRubrics=[]))
    assert nulls.spec == bare.spec
    assert warned(nulls) == [("CFDocument", "CFDocument : « notes » est « null » au lieu d'être absent")]


def test_a_number_written_as_a_text_is_a_number():
    content = small()
    content["CFAssociations"][0]["sequenceNumber"] = "2"
    content["CFDocument"]["version"] = 3
    parsed = read(content)
    assert (shape(parsed.spec), parsed.spec.label) == ([(2, []), (1, [(3, []), (4, [])])], "3")
    assert warned(parsed) == [
        ("CFDocument", "CFDocument : « version » n'a pas la forme que demande la norme"),
        (
            f"CFAssociations/{uid(1000)}",
            "CFAssociation : « sequenceNumber » n'a pas la forme que demande la norme",
        ),
    ]


def test_the_same_breach_of_many_items_is_one_warning_with_its_count():
    content = package([item(n, colour="red") for n in range(1, 6)], [edge(n) for n in range(1, 6)])
    assert warned(read(content)) == [
        (f"CFItems/{uid(1)}", "CFItem : « colour » n'est pas dans la norme (5 fois)"),
    ]


def test_warnings_are_capped():
    content = package([item(1, **{f"key{n}": n for n in range(60)})], [edge(1)])
    found = warned(read(content))
    assert (len(found), found[-1]) == (41, ("…", "et 20 autres écarts"))


def test_what_is_unknown_is_kept():
    spec = read(package([item(1, colour="red", educationLevel=["09"])], [edge(1)])).spec
    assert spec.competencies[0].extra == {"colour": "red", "educationLevel": ["09"]}


def test_links_to_the_package_inside_the_package_are_no_news():
    content = package([item(1, CFDocumentURI=link(DOCUMENT, "CFDocuments"))], [edge(1)])
    assert read(content).spec.competencies[0].extra == {}


def test_a_byte_order_mark_is_skipped():
    assert read(b"\xef\xbb\xbf" + as_bytes(small())).spec == read(small()).spec


def test_a_relation_that_leaves_the_document_is_told_and_kept():
    far = {"title": "Far", "identifier": "x/1", "uri": "https://elsewhere.example/1", "targetType": "ext:other"}
    parsed = read(package([item(1)], [edge(1), edge(1, kind="isRelatedTo", number=9, destinationNodeURI=far)]))
    assert warned(parsed) == [
        ("https://elsewhere.example/1", "1 association mène hors de ce document : elle est gardée telle quelle")
    ]
    (beyond,) = parsed.spec.associations
    assert (beyond.destination, beyond.destination_link) == ("x/1", far)


def test_a_same_item_of_another_document_of_the_same_server_is_outside_too():
    parsed = read(package([item(1)], [edge(1), edge(1, 77, kind="exactMatchOf")]))
    assert [beyond.destination for beyond in parsed.spec.associations] == [uid(77)]


def test_long_words_are_shown_short_and_kept_whole():
    code, version = "C" * 60, "School year 2021-2022, second edition"
    spec = read(package([item(1, humanCodingScheme=code)], [edge(1)], {"version": version})).spec
    assert (spec.competencies[0].code, spec.competencies[0].extra) == ("C" * 40, {"humanCodingScheme": code})
    assert (spec.label, spec.extra) == ("School-year-2021-202", {"version": version, "lastChangeDateTime": MOMENT})


def test_titles_in_other_languages_are_texts_of_their_language():
    spec = read(package([item(1, language="fr-FR"), item(2)], [edge(1), edge(2)])).spec
    assert [node.title for node in spec.competencies] == [{"fr": "Item 1"}, {"en": "Item 2"}]
    assert spec.text_status == {"en": "official", "fr": "official"}


def test_a_truncated_file_says_the_line():
    text = json.dumps(small(), indent=1)
    where, reason = refused(text[: len(text) // 2].encode())
    assert (where, reason) == (
        f"ligne {text[: len(text) // 2].count(chr(10)) + 1}",
        "ce JSON est incomplet ou mal formé",
    )


def test_a_file_that_is_not_utf8_says_the_line():
    text = json.dumps(small(document={"title": "été"}), ensure_ascii=False, indent=1)
    assert refused(text.encode("cp1252")) == ("ligne 6", "ce fichier n'est pas en UTF-8 : enregistrez-le en UTF-8")


def test_a_cycle_is_shown_as_a_chain():
    chain = f"{uid(1)} → {uid(2)} → {uid(1)}"
    found = refused(package([item(1), item(2), item(3)], [edge(1, 2), edge(2, 1), edge(3, 1)]))
    assert found == (uid(1), f"isChildOf tourne en rond : {chain}")


def test_a_cycle_through_a_second_parent_is_a_cycle():
    assert refused(package([item(1), item(2)], [edge(1), edge(2, 1), edge(1, 2)]))[0] == uid(1)


@pytest.mark.parametrize("kind", ["isChildOf", "isRelatedTo", "precedes"])
def test_a_relation_to_an_inside_item_that_is_not_there_is_refused(kind):
    where, reason = refused(package([item(1)], [edge(1), edge(1, 77, kind=kind)]))
    assert where == f"CFAssociations/{uid(1077)}"
    assert reason == f"« destinationNodeURI » mène à un élément de ce document qui n'y est pas : {uid(77)}"


def test_two_items_with_one_identifier_are_refused():
    assert refused(package([item(1), item(1, fullStatement="Other")], [edge(1)])) == (
        f"CFItems/{uid(1)}",
        "deux éléments ont le même identifiant",
    )


def test_too_many_items_are_refused(settings):
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "nodes": 3}
    assert refused(small()) == ("CFItems", "ce fichier a plus de 3 éléments")


def test_too_deep_a_tree_is_refused_and_33_levels_are_not():
    def chain(length):
        links = [edge(n, n - 1) if n > 1 else edge(n) for n in range(1, length + 1)]
        return package([item(n) for n in range(1, length + 1)], links)

    assert len(list(read(chain(33)).spec.walk())) == 33
    assert refused(chain(34)) == (uid(34), "plus de 33 niveaux d'emboîtement")


NESTED = b'{"CFDocument": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "ce JSON est incomplet ou mal formé"),
        (b"[]", "ce fichier devrait être un objet JSON avec « CFDocument »"),
        (b"null", "ce fichier devrait être un objet JSON avec « CFDocument »"),
        (b"{}", "« CFDocument » manque : ce n'est pas un paquet CASE"),
        (b'{"CFDocument": 3}', "« CFDocument » manque : ce n'est pas un paquet CASE"),
        (b'{"CFDocument": {}, "CFItems": {"a": 1}}', "« CFItems » devrait être une liste"),
        (b'{"CFDocument": {}, "CFItems": [3]}', "cette entrée devrait être un objet"),
        (b'{"CFDocument": {}, "CFDefinitions": [3]}', "cette entrée devrait être un objet"),
        (b'{"CFDocument": {}, "CFAssociations": [{}]}', "« originNodeURI » manque"),
        (b'{"CFDocument": {"title": "a", "title": "b"}}', "la clé « title » est écrite deux fois"),
        (b'{"CFDocument": {"x": NaN}}', "« NaN » n'est pas un nombre que JSON permet d'échanger"),
        (b'{"CFDocument": {"x": -Infinity}}', "« -Infinity » n'est pas un nombre que JSON permet d'échanger"),
        (b'{"CFDocument": {"x": 1e999}}', "« 1e999 » n'est pas un nombre que JSON permet d'échanger"),
        (
            b'{"CFDocument": {"x": ' + b"9" * 9000 + b"}}",
            f"« {'9' * 40} » n'est pas un nombre que JSON permet d'échanger",
        ),
        (b'{"CFDocument": {"title": "a\\u0000b"}}', "« a\\u0000b » contient un caractère interdit (nul ou incomplet)"),
        (b'{"CFDocument": {"title": "a\\ud800"}}', "« a\\ud800 » contient un caractère interdit (nul ou incomplet)"),
        (NESTED, "plus de 50 niveaux d'emboîtement"),
        (b'{"CFDocument": ' + b'{"a":' * 60 + b"1" + b"}" * 61, "plus de 50 niveaux d'emboîtement"),
        (
            b'{"CFDocument": {"extensions": {"volet": {"levels": [{}]}}}}',
            "ce que Volet avait noté sous « extensions.volet » n'est plus lisible",
        ),
        (b'{"CFDocument": {"identifier": "' + b"a" * 300 + b'"}}', "« identifier » dépasse 200 caractères"),
        (b'{"CFDocument": {"uri": "' + b"a" * 600 + b'"}}', "« uri » dépasse 500 caractères"),
    ],
    ids=lambda value: None if isinstance(value, str) else value[:40].decode(),
)
def test_a_bad_file_is_refused_with_a_reason_and_never_fails(content, reason):
    assert refused(content)[1] == reason


def test_archives_and_strangers_are_refused_clearly():
    archive = "ce fichier est une archive %s : décompressez-la, puis importez le fichier"
    assert refused(b"PK\x03\x04rest", "a.zip")[1] == archive % "ZIP"
    assert refused(gzip.compress(as_bytes(small())), "a.json.gz")[1] == archive % "GZIP"
    assert refused(b"hello", "notes.txt")[1].startswith("ce fichier n'est ni un paquet CASE (JSON)")


def test_a_file_over_the_limit_is_not_read(settings):
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "framework_bytes": 1_000_000}
    assert refused(b"{" + b" " * 1_000_000)[1] == "ce fichier dépasse 1 Mo"
