"""Moodle CSV files as people make them: what is read, what is said, what is refused, always with the row."""

from pathlib import Path

import pytest
from django.conf import settings

from curriculum.exporters.exchange import WRITERS
from curriculum.importers.exchange import read_framework

MOODLE = Path(settings.BASE_DIR).parent / "shared" / "data" / "frameworks" / "moodle"
TEMPLATE = MOODLE / "lpimportcsv-template.csv"
HEADER = (
    "N° du parent,N°,Nom,Description,Format,Barème,Configuration,Règle,Effet,Réglage,Liens,Exporté,Référentiel,Taxon"
)
FRAMEWORK = ',cartes 1 (fr),Cartes,<p>Les Cartes</p>,1,"Non,Oui",,,,,,,1,"domain,competency"'
ROWS = (HEADER, FRAMEWORK)


def row(number, name="Carte", parent="", related="", text=""):
    return f"{parent},{number},{name},{text},1,,,,0,null,{related},,,"


def read(*rows, encoding="utf-8", name="cartes.csv"):
    return read_framework("\n".join(rows).encode(encoding), name)


def outline(nodes):
    return [(node.code, node.kind, outline(node.children)) for node in nodes]


def said(remarks):
    return [(remark.where, remark.reason) for remark in remarks]


def test_the_columns_are_known_by_their_place():
    parsed = read(*ROWS, row("1.1", "Un un", parent="1"), row("1", "Un"))
    assert (parsed.format, parsed.errors, parsed.warnings) == ("moodle-csv", [], [])
    spec = parsed.spec
    assert outline(spec.competencies) == [("1", "area", [("1.1", "competence", [])])]
    assert (spec.slug, spec.label, spec.language, spec.title) == ("cartes", "1", "fr", {"fr": "Les Cartes"})
    assert [(level.rank, level.title) for level in spec.levels] == [(1, {"fr": "Non"}), (2, {"fr": "Oui"})]


@pytest.mark.skipif(not TEMPLATE.exists(), reason="the sample files are not beside the repository")
def test_the_template_of_moodle_is_read_and_goes_out_again():
    parsed = read_framework(TEMPLATE.read_bytes(), TEMPLATE.name)
    assert parsed.errors == []
    assert said(parsed.warnings) == [
        ("ligne 2", "Moodle ne dit ni la version ni la langue : « 1 » et « fr » sont supposées"),
        ("ligne 4", "« 1.2 » n'est pas dans ce fichier : relation laissée de côté"),
    ]
    assert outline(parsed.spec.competencies) == [("1", "area", [("1.1", "competence", [])])]
    assert [level.title["fr"] for level in parsed.spec.levels] == ["Novice", "Indépendant", "Avancé", "Expert"]
    once = WRITERS["moodle-csv"].dump(parsed.spec, "https://volet.example")
    again = read_framework(once, "x.csv")
    assert (again.spec, again.warnings) == (parsed.spec, [])
    assert WRITERS["moodle-csv"].dump(again.spec, "https://volet.example") == once


@pytest.mark.parametrize(("mark", "name"), [(";", ";"), ("\t", "TAB")])
def test_another_separator_is_read_and_said(mark, name):
    rows = [HEADER, FRAMEWORK.replace('"Non,Oui"', "Non").replace('"domain,competency"', "domain"), row("1")]
    parsed = read(*(line.replace(",", mark) for line in rows))
    assert outline(parsed.spec.competencies) == [("1", "area", [])]
    assert said(parsed.warnings) == [("ligne 1", f"le séparateur est « {name} » : Moodle attend une virgule")]


def test_the_encoding_is_found_and_said():
    rows = [*ROWS, row("1", "Été")]
    for encoding, warnings in (
        ("utf-8", []),
        ("utf-8-sig", []),
        ("cp1252", [("ligne 1", "ce fichier est en Windows-1252 : vérifiez les accents")]),
    ):
        parsed = read(*rows, encoding=encoding)
        assert parsed.spec.competencies[0].title == {"fr": "Été"}
        assert said(parsed.warnings) == warnings
    undecodable = "\n".join(rows).encode("cp1252") + b"\x81"
    assert said(read_framework(undecodable, "x.csv").errors) == [
        ("ligne 1", "ce fichier n'est ni en UTF-8 ni en Windows-1252")
    ]


def test_related_rows_become_one_association_and_commas_are_escaped():
    parsed = read(*ROWS, row('"a,b"', related="c"), row("c", related='"a%2Cb,d"'))
    one, two = parsed.spec.competencies
    assert [(a.kind, a.origin, a.destination) for a in parsed.spec.associations] == [
        ("isRelatedTo", one.identifier, two.identifier)
    ]
    assert said(parsed.warnings) == [("ligne 4", "« d » n'est pas dans ce fichier : relation laissée de côté")]


def test_what_moodle_would_drop_or_cut_is_said():
    parsed = read(*ROWS, row("1", ""), row("2", "x" * 100), row("y" * 101, "Long", parent="cartes 1 (fr)"))
    assert [node.title["fr"] for node in parsed.spec.competencies] == ["1", "x" * 100, "Long"]
    assert said(parsed.warnings) == [
        ("ligne 5", "le parent est le référentiel lui-même : laissez cette case vide"),
        (
            "ligne 3",
            "il n'y a pas de nom court : Moodle écarterait cette ligne et ce qui en dépend ; le numéro en tient lieu",
        ),
        ("ligne 4", "le nom court fait 100 caractères : Moodle l'a peut-être coupé"),
        ("ligne 5", "le numéro dépasse 100 caractères : Moodle le couperait"),
    ]


def test_html_in_a_description_is_kept_as_words():
    parsed = read(*ROWS, row("1", text='"<p onclick=""x"">a <b>b</b></p><script>c</script>"'))
    assert parsed.spec.competencies[0].description == {"fr": "a b"}


def test_rules_and_scales_of_a_node_are_kept_for_moodle():
    ruled = '1,1.1,Un,,1,"A,B",{},core_competency\\rule,1,{"x":1},,7,,'.replace('{"x":1}', '"{""x"":1}"')
    parsed = read(*ROWS, row("1"), ruled)
    assert parsed.spec.competencies[0].children[0].extra == {
        "moodle": {
            "scalevalues": "A,B",
            "scaleconfiguration": "{}",
            "ruletype": "core_competency\\rule",
            "ruleoutcome": "1",
            "ruleconfig": '{"x":1}',
            "exportid": "7",
        }
    }
    again = read_framework(WRITERS["moodle-csv"].dump(parsed.spec, ""), "x.csv")
    assert again.spec == parsed.spec


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([HEADER], [("ligne 1", "ce fichier est vide")]),
        ([*ROWS], [("ligne 2", "ce référentiel ne contient aucune compétence")]),
        ([HEADER, row("1")], [("ligne 2", "il faut une ligne, et une seule, où « Is framework » vaut 1 : il y en a 0")]),
        ([*ROWS, FRAMEWORK], [("ligne 3", "il faut une ligne, et une seule, où « Is framework » vaut 1 : il y en a 2")]),
        ([*ROWS, row("")], [("ligne 3",
          "il n'y a pas de numéro : Moodle écarterait cette ligne sans le dire ; donnez-lui-en un")]),
        ([*ROWS, row("1"), row("1")], [("ligne 4", "le numéro « 1 » est déjà celui de la ligne 3")]),
        ([*ROWS, row("1", parent="9")], [("ligne 3", "le parent « 9 » n'est pas dans ce fichier")]),
        ([*ROWS, row("1", parent="2"), row("2", parent="1"), row("3", parent="2")],
         [("ligne 3", "ces lignes tournent en rond : 1 → 2 → 1")]),
        ([*ROWS, row("1", parent="1")], [("ligne 3", "ces lignes tournent en rond : 1 → 1")]),
        ([*ROWS, row("1"), "1,1.1,Un"], [("ligne 4", "3 colonnes au lieu de 14")]),
        ([*ROWS, row("1") + ",,", row("2") + ",x"], [("ligne 4", "15 colonnes au lieu de 14")]),
        ([*ROWS, row("1", text='"ouvert')], [("ligne 3",
          "cette ligne est mal écrite ou coupée : un guillemet y est ouvert et pas fermé, ou fermé trop tôt")]),
        ([*ROWS, row("1", name="a\0b")], [("ligne 3", "un caractère nul n'est pas permis")]),
        ([*ROWS, row("n" * 201)], [("ligne 3", "ce numéro dépasse 200 caractères")]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_the_row(rows, errors):
    parsed = read(*rows)
    assert (parsed.spec, said(parsed.errors)) == (None, errors)


def test_more_nodes_than_the_limit_are_refused(settings):
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "nodes": 2}
    parsed = read(*ROWS, row("1"), row("2"), row("3"))
    assert said(parsed.errors) == [("ligne 5", "ce fichier a plus de 2 éléments")]


def test_a_file_of_no_known_standard_is_refused_by_name():
    assert said(read_framework(b"bonjour", "lettre.txt").errors) == [
        (
            "lettre.txt",
            "ce fichier n'est ni un paquet CASE (JSON), ni du SKOS (Turtle ou JSON-LD), ni un CSV de Moodle",
        )
    ]
