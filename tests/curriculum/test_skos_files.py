"""SKOS files as the world writes them: what is read, what is said, what is refused."""

import socket
import uuid

import pytest

from curriculum.formats import AssociationSpec
from curriculum.importers.exchange import read_framework

HEAD = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix ex: <https://example.org/c/> .
"""
SCHEME = 'ex: a skos:ConceptScheme ; dct:title "Les Cartes"@fr ; dct:language "fr" ; owl:versionInfo "1" .\n'


def read(text, name="cartes.ttl"):
    return read_framework(text if isinstance(text, bytes) else (HEAD + text).encode(), name)


def concept(name, more="", scheme="ex:"):
    called = f'skos:notation "{name}" ; skos:prefLabel "Carte {name}"@fr'
    return f"ex:{name} a skos:Concept ; skos:inScheme {scheme} ; {called} {more}.\n"


def said(parsed):
    return [(remark.where, remark.reason) for remark in parsed.warnings]


def refused(parsed):
    assert parsed.spec is None
    return [(remark.where, remark.reason) for remark in parsed.errors]


def outline(nodes):
    return [(node.code, node.kind, outline(node.children)) for node in nodes]


def test_a_plain_file_becomes_a_tree():
    parsed = read(
        SCHEME + concept("2.10", "; skos:broader ex:2") + concept("2.9", "; skos:broader ex:2") + concept("2")
    )
    assert (parsed.format, said(parsed)) == ("skos-ttl", [])
    spec = parsed.spec
    assert outline(spec.competencies) == [("2", "area", [("2.9", "competence", []), ("2.10", "competence", [])])]
    assert (spec.slug, spec.label, spec.name, spec.language) == ("les-cartes", "1", "Les Cartes", "fr")
    assert spec.uri == "https://example.org/c/"
    assert spec.competencies[0].uri == "https://example.org/c/2"
    assert spec.text_status == {"fr": "official"}


def test_narrower_alone_makes_the_tree_too():
    parsed = read(SCHEME + concept("1", "; skos:narrower ex:b, ex:a") + concept("a") + concept("b"))
    assert outline(parsed.spec.competencies) == [("1", "area", [("a", "competence", []), ("b", "competence", [])])]


def test_a_code_written_as_a_number_keeps_its_zeros():
    parsed = read(SCHEME + 'ex:a a skos:Concept ; skos:inScheme ex: ; skos:notation 1.10 ; skos:prefLabel "A"@fr .')
    assert parsed.spec.competencies[0].code == "1.10"


def test_the_first_of_several_parents_makes_the_tree():
    parsed = read(SCHEME + concept("1") + concept("2") + concept("3", "; skos:broader ex:2, ex:1"))
    assert outline(parsed.spec.competencies) == [("1", "competence", []), ("2", "area", [("3", "competence", [])])]
    by_code = {node.code: node.identifier for node in parsed.spec.walk()}
    assert [(a.kind, a.origin, a.destination) for a in parsed.spec.associations] == [
        ("isChildOf", by_code["3"], by_code["1"])
    ]
    assert said(parsed) == [
        (
            "https://example.org/c/3",
            "concepts à plusieurs parents : 1 ; le premier parent fait l'arbre, les autres sont des relations",
        )
    ]


def test_matches_become_associations_and_what_is_unknown_is_kept():
    more = "; skos:closeMatch <https://other.org/x> ; skos:related ex:2 ; skos:altLabel 'Atout'@fr ; ex:weight 3 "
    parsed = read(SCHEME + concept("1", more) + concept("2"))
    one, two = parsed.spec.competencies
    assert [(a.kind, a.destination, a.destination_link) for a in parsed.spec.associations] == [
        ("ext:closeMatch", "https://other.org/x", dict.fromkeys(("title", "identifier", "uri"), "https://other.org/x")),
        ("isRelatedTo", two.identifier, {}),
    ]
    assert isinstance(parsed.spec.associations[0], AssociationSpec)
    assert one.extra == {
        "rdf": [
            ["http://www.w3.org/2004/02/skos/core#altLabel", {"@value": "Atout", "@language": "fr"}],
            ["https://example.org/c/weight", {"@value": "3", "@type": "http://www.w3.org/2001/XMLSchema#integer"}],
        ]
    }


def test_what_is_odd_is_said_and_read_all_the_same():
    parsed = read(
        'ex: a skos:ConceptScheme ; dct:issued "2024-05-02" .\n'
        'ex:1 a skos:Concept ; skos:inScheme ex: ; skos:notation "1" ; skos:prefLabel "Un", "Eins"@de ; '
        "skos:broader ex:gone .\n"
        'ex:2 a skos:Concept ; skos:inScheme ex: ; skos:notation "1" ; skos:scopeNote [ ex:by "moi" ] .\n'
        '[] a skos:Concept ; skos:prefLabel "Sans adresse"@fr .\n'
    )
    assert [node.title for node in parsed.spec.competencies] == [{"de": "Eins"}, {"de": "1"}]
    assert (parsed.spec.name, parsed.spec.label) == ("cartes", "2024-05-02")
    assert said(parsed) == [
        ("skos:Concept", "concepts sans adresse (nœuds anonymes), laissés de côté : 1"),
        ("https://example.org/c/1", "le concept plus large « https://example.org/c/gone » n'est pas dans ce fichier"),
        ("dct:language", "la langue d'origine n'est pas dite : « de » est supposée"),
        ("owl:versionInfo", "numéro de version retenu : « 2024-05-02 »"),
        ("https://example.org/c/2", "ce concept n'a pas d'intitulé : « 1 » en tient lieu"),
        ("1", "ce code est porté par plusieurs compétences"),
        ("RDF", "descriptions imbriquées (nœuds anonymes), qui ne sont pas gardées : 1"),
    ]


def test_a_label_without_a_language_is_in_that_of_the_scheme():
    parsed = read(SCHEME + 'ex:1 a skos:Concept ; skos:inScheme ex: ; skos:prefLabel "Un", "One"@en .')
    assert parsed.spec.competencies[0].title == {"fr": "Un", "en": "One"}
    assert said(parsed) == [
        ("en", "rien ne dit si ces textes sont officiels : ils sont marqués « traduction non officielle »"),
        ("skos:prefLabel", "intitulés sans langue : 1 ; « fr » est supposée"),
    ]


ENGLISH = (
    "Browsing, searching and filtering data, information and digital content with the tools of the web for the team"
)


@pytest.mark.parametrize(("tag", "doubted"), [("de", True), ("en", False)])
def test_english_said_to_be_german_is_doubted(tag, doubted):
    labels = "".join(
        f'ex:{n} a skos:Concept ; skos:inScheme ex: ; skos:prefLabel "{ENGLISH} {n}"@{tag} .\n' for n in range(5)
    )
    parsed = read(SCHEME + labels)
    reason = "les textes marqués « de » semblent être en « en » : vérifiez les langues du fichier"
    assert [remark.reason for remark in parsed.warnings if remark.where == tag and "semblent" in remark.reason] == [
        reason
    ] * doubted


def test_the_largest_of_several_schemes_is_read():
    other = 'ex:other a skos:ConceptScheme .\nex:z a skos:Concept ; skos:inScheme ex:other ; skos:prefLabel "Z"@fr .\n'
    parsed = read(SCHEME + concept("1") + concept("2") + other)
    assert [node.code for node in parsed.spec.competencies] == ["1", "2"]
    assert said(parsed) == [("https://example.org/c/other", "autre liste, laissée de côté ; concepts : 1")]
    names = "https://example.org/c/, https://example.org/c/other"
    assert refused(read(SCHEME + concept("1") + other)) == [
        ("skos:ConceptScheme", f"plusieurs listes de même taille : gardez-en une ({names})")
    ]


def test_an_identifier_that_is_none_or_is_written_twice_is_made_anew():
    given = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
    parsed = read(
        SCHEME
        + concept("1", f'; dct:identifier "{given}" ')
        + concept("2", f'; dct:identifier "{given}" ')
        + concept("3", '; dct:identifier "3" ')
    )
    assert [node.identifier for node in parsed.spec.competencies] == [
        given,
        *(str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.org/c/{number}")) for number in (2, 3)),
    ]
    assert said(parsed) == [
        ("https://example.org/c/2", f"l'identifiant « {given} » est écrit deux fois : celui-ci est refait")
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (SCHEME + 'ex:1 skos:prefLabel "', ("ligne 6", "ce fichier est mal écrit ou coupé (")),
        (SCHEME + "ex:1 skos:broader .", ("ligne 6", "ce fichier est mal écrit ou coupé (")),
        ((HEAD + SCHEME + concept("1")).replace("Carte", "Maîtrise").encode("latin-1"),
         ("ligne 5", "ce fichier n'est pas en UTF-8")),
        (SCHEME, ("skos:Concept", "ce fichier ne contient aucun concept")),
        (SCHEME + concept("1", "; skos:broader ex:2") + concept("2", "; skos:broader ex:1") + concept("3"),
         ("https://example.org/c/1", "ces concepts tournent en rond : "
          "https://example.org/c/1 → https://example.org/c/2 → https://example.org/c/1")),
        (SCHEME + concept("1", "; skos:broader ex:1"),
         ("https://example.org/c/1", "ces concepts tournent en rond : https://example.org/c/1 → https://example.org/c/1")),
        (SCHEME + "ex: owl:imports <https://example.org/more> .\n" + concept("1"),
         ("owl:imports", "ce fichier en appelle un autre (https://example.org/more), et rien n'est cherché sur le réseau")),
        (SCHEME + concept("1").replace("Carte", "a\\u0000b"),
         ("<https://example.org/c/1>", "un caractère nul n'est pas permis")),
        ("".join(concept(str(n), f"; skos:broader ex:{n + 1}") for n in range(40)) + concept("40"),
         ("https://example.org/c/10", "plus de 30 niveaux d'emboîtement")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_the_place(text, reason):
    where, why = reason
    ((found_where, found_why),) = refused(read(text))
    assert found_where == where
    assert found_why.startswith(why) if why.endswith("(") else found_why == why


def test_more_nodes_than_the_limit_are_refused(settings):
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "nodes": 2}
    assert refused(read(SCHEME + concept("1") + concept("2") + concept("3"))) == [
        ("skos:Concept", "ce fichier a plus de 2 éléments")
    ]


JSON_LD = '{"@context": %s, "@graph": [{"@id": "https://x.org/1", "@type": "skos:Concept", "skos:prefLabel": "Un"}]}'


def test_json_ld_with_its_context_inside_is_read():
    parsed = read((JSON_LD % '{"skos": "http://www.w3.org/2004/02/skos/core#"}').encode(), "x.json")
    assert (parsed.format, [node.title for node in parsed.spec.competencies]) == ("skos-jsonld", [{"fr": "Un"}])


@pytest.mark.parametrize(
    "context",
    [
        '"https://example.org/context"',
        '[{"a": "https://a.org/"}, "https://example.org/context"]',
        '{"@import": "https://example.org/context"}',
    ],
)
def test_nothing_is_fetched(context, monkeypatch):
    def opened(*_args, **_kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", opened)
    monkeypatch.setattr(socket, "getaddrinfo", opened)
    monkeypatch.setattr(socket, "create_connection", opened)
    assert refused(read((JSON_LD % context).encode(), "x.jsonld")) == [
        (
            "@context",
            "le contexte « https://example.org/context » est ailleurs, et rien n'est cherché sur le réseau : écrivez-le ici",
        )
    ]


@pytest.mark.parametrize(
    ("data", "where"),
    [(b'{"@context": {', "ligne 1"), (b'{"@graph": ' + b"[" * 100_000, "ligne 1"), (b'{"@id": 3}', "JSON-LD")],
)
def test_bad_json_ld_is_refused(data, where):
    ((found, _reason),) = refused(read(data, "x.jsonld"))
    assert found == where


def test_rdf_xml_is_refused_by_name():
    data = b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    assert refused(read(data, "x.xml")) == [
        ("x.xml", "le RDF/XML n'est pas lu : enregistrez ce fichier en Turtle (.ttl) ou en JSON-LD (.jsonld)")
    ]
