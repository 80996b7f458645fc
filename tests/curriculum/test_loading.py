"""Files become frozen versions, or are refused with file, line and reason."""

import uuid

import pytest

from content.versions import State
from curriculum.models import Competency, CompetencyText, Framework, FrameworkVersion, ReferenceUnit, StrandLine
from curriculum.queries import CodeBook, find_reference, find_strand, find_version
from people.models import AuditEvent
from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND

pytestmark = pytest.mark.django_db


def outcomes(report):
    return [(entry.noun, entry.slug, entry.label, entry.outcome) for entry in report.loaded]


def line_of(text, part):
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


def test_a_framework_a_reference_and_a_strand_are_made_and_published(loaded, at):
    assert outcomes(loaded) == [
        ("framework", "boussole", "1.0", "created"),
        ("reference", "brevet", "2020", "created"),
        ("strand", "volet-brevet", "1.0", "created"),
    ]
    versions = [find_version("boussole", "1.0"), find_reference("brevet", "2020"), find_strand("volet-brevet", "1.0")]
    assert [(version.state, version.number, version.published_at) for version in versions] == [("published", 1, at)] * 3


def test_the_tree_the_texts_and_the_search_texts_of_a_framework_are_kept(loaded):
    nodes = Competency.objects.values_list("path", "code", "kind", "search_text")
    assert list(nodes) == [
        ("00001", "1", "area", "1 safety securite"),
        ("00001.00001", "1.1", "competence", "1.1 caring for one's heart veiller sur son coeur et sa sante"),
        ("00001.00002", "1.2", "competence", "1.2 data"),
        ("00002", "2", "area", "2 creation creation"),
        ("00002.00001", "2.1", "competence", "2.1 drawing dessiner"),
    ]
    texts = CompetencyText.objects.filter(competency__code="2.1").values_list("language", "title", "status", "revision")
    assert set(texts) == {("en", "Drawing", "official", 1), ("fr", "Dessiner", "unofficial", 1)}


def test_an_identifier_is_ours_when_absent_and_verbatim_when_given(load):
    given = FRAMEWORK.replace('code: "1.2"', 'code: "1.2"\n        identifier: "https://example.org/Node#12"')
    load(given)
    identifiers = dict(Competency.objects.values_list("code", "identifier"))
    ours = uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, "urn:volet:competency"), "boussole/1.0/1.1")
    assert identifiers["1.1"] == str(ours)
    assert identifiers["1.2"] == "https://example.org/Node#12"


def test_units_keep_their_order_and_their_options(loaded):
    units = ReferenceUnit.objects.values_list("position", "code", "parent__code", "choose")
    assert list(units) == [(1, "A", None, None), (2, "B", None, 1), (3, "B1", "B", None), (4, "B2", "B", None)]


def test_lines_point_at_units_competencies_and_levels(loaded):
    lines = StrandLine.objects.values_list("unit__code", "competency__code", "level__rank", "minutes", "effect")
    assert list(lines) == [
        ("A", "1.1", 1, 45, "content"),
        ("B1", "2.1", 2, 30, "reduction"),
        ("A", "1.2", 2, 45, "content"),
    ]


def test_the_same_files_twice_change_nothing(load):
    load(FRAMEWORK, REFERENCE, STRAND)
    events = AuditEvent.objects.count()
    again = load("# a comment\n" + FRAMEWORK, REFERENCE, STRAND)
    assert {entry.outcome for entry in again.loaded} == {"unchanged"}
    assert (FrameworkVersion.objects.count(), AuditEvent.objects.count()) == (1, events)


def test_a_dry_run_keeps_nothing(load):
    report = load(FRAMEWORK, REFERENCE, STRAND, dry_run=True)
    assert report.count("created") == 3
    assert Framework.objects.count() == 0


def test_without_publishing_everything_stays_a_draft_and_can_be_published_later(load):
    load(FRAMEWORK, REFERENCE, publish=False)
    assert find_version("boussole", "1.0").state == State.DRAFT
    assert outcomes(load(FRAMEWORK, REFERENCE))[0] == ("framework", "boussole", "1.0", "created")
    assert find_version("boussole", "1.0").state == State.PUBLISHED


def test_a_new_label_supersedes_the_version_before(load):
    load(FRAMEWORK)
    load(FRAMEWORK.replace('label: "1.0"', 'label: "1.1"'))
    assert (find_version("boussole", "1.0").state, find_version("boussole", "1.1").state) == ("superseded", "published")
    assert find_version("boussole", "1.1").number == 2


@pytest.mark.parametrize("text", [FRAMEWORK, REFERENCE, STRAND])
def test_other_content_under_a_published_label_is_refused(load, refused, text):
    load(FRAMEWORK, REFERENCE, STRAND)
    changed = {FRAMEWORK: ("Drawing", "Painting"), REFERENCE: ("18 ans", "17 ans"), STRAND: ("une affiche", "un plan")}
    problems = refused(text.replace(*changed[text]))
    slug, label = text.splitlines()[1].split(": ")[1], text.splitlines()[2].split(": ")[1].strip('"')
    reason = f"{slug} {label} existe déjà avec un autre contenu : donnez un nouveau numéro de version"
    assert problems == [("a.yaml", 3, reason)]


def test_a_body_cannot_add_a_version_to_a_framework_of_another_body(load, refused, make_body):
    load(FRAMEWORK)
    other = make_body("Les Chênes")
    problems = refused(FRAMEWORK.replace('label: "1.0"', 'label: "2.0"'), owner=other)
    assert problems == [("a.yaml", 3, "« boussole » appartient à un autre organisme : choisissez un autre nom court")]
    assert {entry.outcome for entry in load(FRAMEWORK, owner=other).loaded} == {"unchanged"}


def test_a_second_draft_is_refused(load, refused):
    load(FRAMEWORK, publish=False)
    problems = refused(FRAMEWORK.replace('label: "1.0"', 'label: "2.0"'), publish=False)
    assert problems == [("a.yaml", 3, "« boussole » a déjà un brouillon : publiez-le d'abord.")]


def test_one_bad_file_loads_nothing_of_the_others(load, refused):
    refused(FRAMEWORK, REFERENCE, STRAND.replace("unit: B1", "unit: Z"))
    assert Framework.objects.count() == 0


FRAMEWORK_FAULTS = [
    ('code: "1.2"', 'code: "1.1"', 'code: "1.1"\n        kind: competence\n        title: {en: "D',
     "« 1.1 » est écrit deux fois"),
    ("fr: unofficial", "fr: perfect", "text_status", "« perfect » n'est pas permis : official, unofficial, draft"),
    ("text_status: {en: official, ", "text_status: {", "text_status", "la langue du fichier (en) manque"),
    ('title: {en: "Data"}', 'title: {fr: "Données"}', "Données", "« title » manque en langue en"),
    ('title: {en: "Data"}', 'title: {en: "Data", de: "Daten"}', "Daten", "« text_status » ne dit rien de la langue de"),
    ("{rank: 2, ", "{rank: 1, ", 'code: "2", title', "« 1 » est écrit deux fois"),
    ('code: "2"\n', 'colour: "2"\n', "colour", "clé inconnue « colour »"),
    ("kind: competence\n        title: {en: \"Data\"}", "kind: skill\n        title: {en: \"Data\"}", "kind: skill",
     "« skill » n'est pas permis : area, competence, statement"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "reason"), FRAMEWORK_FAULTS)
def test_faults_of_a_framework_are_named_with_their_line(refused, old, new, where, reason):
    text = FRAMEWORK.replace(old, new, 1)
    line = text[: text.index(where)].count("\n") + 1
    assert ("a.yaml", line, reason) in refused(text)


def test_a_node_without_code_nor_identifier_is_refused(refused):
    text = FRAMEWORK.replace('      - code: "1.2"\n        kind', "      - kind")
    assert refused(text) == [("a.yaml", line_of(text, 'en: "Data"') - 1, "il faut un « code » ou un « identifier »")]


def test_a_repeated_code_needs_identifiers_and_then_names_nothing(load, refused):
    twice = FRAMEWORK.replace('code: "1.2"', 'code: "1.1"\n        identifier: second').replace(
        'code: "1.1"\n        kind', 'code: "1.1"\n        identifier: first\n        kind', 1
    )
    load(twice, REFERENCE)
    with pytest.raises(LookupError, match=r"le code « 1\.1 » désigne plusieurs compétences dans Boussole 1\.0"):
        CodeBook(find_version("boussole", "1.0")).competency("1.1")
    reason = "le code « 1.1 » désigne plusieurs compétences dans Boussole 1.0"
    assert refused(STRAND.replace('"1.2"', '"2"'))[0] == ("a.yaml", line_of(STRAND, "unit: A"), reason)


def test_an_identifier_given_twice_is_refused(refused):
    text = FRAMEWORK.replace('code: "1.2"', 'code: "1.2"\n        identifier: x').replace(
        'code: "2.1"', 'code: "2.1"\n        identifier: x'
    )
    assert [problem[2] for problem in refused(text)] == ["« x » est écrit deux fois"]


def test_a_framework_without_competencies_is_not_published(refused):
    text = FRAMEWORK[: FRAMEWORK.index("competencies:")]
    assert refused(text) == [("a.yaml", 3, "« Boussole 1.0 » est vide : ajoutez au moins une compétence.")]


def test_a_file_of_too_many_nodes_is_refused_once(refused, settings):
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "nodes": 50}
    nodes = "".join(
        f'  - {{code: "{number}", kind: area, title: {{en: "T", fr: "T"}}, children: []}}\n' for number in range(60)
    )
    reasons = [
        problem[2] for problem in refused(FRAMEWORK[: FRAMEWORK.index("competencies:")] + "competencies:\n" + nodes)
    ]
    assert reasons.count("ce fichier a plus de 50 éléments") == 1
    assert len(reasons) < 100


REFERENCE_FAULTS = [
    ("code: B1", "code: A", "« A » est écrit deux fois"),
    ("choose: 1", "choose: 3", "« choose » demande plus d'unités qu'il n'y en a"),
    ("key: age", "key: level", "« level » est écrit deux fois"),
    ("key: age", "key: Âge", "« Âge » : lettres minuscules, chiffres et tirets bas"),
    ("ends_on: 2025-01-01", "ends_on: 2019-01-01", "la date de fin précède la date de début"),
    ("starts_on: 2020-01-01\nfacts", "starts_on: hier\nfacts", "« starts_on » doit être une date AAAA-MM-JJ"),
    ('source: "Arrêté", verified: true', "verified: true", "un point vérifié cite sa source"),
    ("kind: state_diploma", 'kind: state_diploma\npredecessor: {slug: brevet, label: "1990"}',
     "le texte précédent « brevet 1990 » n'existe pas"),
    ("kind: state_diploma", 'kind: state_diploma\npredecessor: {slug: brevet, label: "2020"}',
     "un texte ne peut pas se remplacer lui-même"),
    ("kind: state_diploma", "kind: permis",
     "« permis » n'est pas permis : volunteer, state_diploma, branch_certificate, ministry_title, university, "
     "complementary, registered"),
    ("abbreviation: Brevet", f"abbreviation: {'x' * 61}", "« abbreviation » dépasse 60 caractères"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "reason"), REFERENCE_FAULTS)
def test_faults_of_a_reference_are_named_with_their_line(refused, old, new, reason):
    text = REFERENCE.replace(old, new, 1)
    line = REFERENCE[: REFERENCE.index(old)].count("\n") + 1 + ("predecessor" in new)
    assert refused(text) == [("a.yaml", line, reason)]


def test_a_reference_without_units_nor_facts_is_not_published(refused):
    text = REFERENCE[: REFERENCE.index("facts:")]
    assert refused(text) == [("a.yaml", 3, "« Brevet 2020 » est vide : ajoutez une unité ou un point.")]


def test_a_successor_keeps_its_predecessor(load):
    later = REFERENCE.replace('label: "2020"', 'label: "2026"').replace(
        "kind: state", 'predecessor: {slug: brevet, label: "2020"}\nkind: state'
    )
    load(REFERENCE, later)
    assert find_reference("brevet", "2026").predecessor == find_reference("brevet", "2020")
    assert find_reference("brevet", "2020").state == State.SUPERSEDED


STRAND_FAULTS = [
    ("unit: B1", "unit: Z", "unit: Z", "unité inconnue « Z » dans Brevet 2020"),
    ('competency: "2.1"', 'competency: "9.9"', "unit: B1", "compétence inconnue « 9.9 » dans Boussole 1.0"),
    ("level: 2\n    minutes: 30", "level: 8\n    minutes: 30", "unit: B1", "niveau inconnu « 8 » dans Boussole 1.0"),
    ("hours: 2", "hours: 3", "hours: 3", "les lignes font 120 minutes en tout, et 3 heures en font 180"),
    ("effect: reduction", "effect: equivalence", "effect: equivalence",
     "une équivalence demande un texte (« legal_basis ») et sa date (« starts_on »)"),
    ("effect: reduction", 'legal_basis: "Arrêté"\n    effect: equivalence', "effect: equivalence",
     "une équivalence demande un texte (« legal_basis ») et sa date (« starts_on »)"),
    ('competency: "1.2"\n    level: 2', 'competency: "1.1"\n    level: 1',
     'competency: "1.1"\n    level: 1\n    minutes: 45\n    statement: "sait garder',
     "cette unité demande déjà cette compétence à ce niveau"),
    ("reference: {slug: brevet", "reference: {slug: diplome", "reference:",
     "le référentiel de formation « diplome 2020 » n'existe pas"),
    ("framework: {slug: boussole", "framework: {slug: carte", "framework:",
     "le référentiel de compétences « carte 1.0 » n'existe pas"),
    ("standing: proposal", "standing: statutory", "standing",
     "« statutory » demande un texte (« legal_basis ») et sa date (« standing_on »)"),
    ("standing: proposal", "standing: statutory\nlegal_basis: Arrêté", "standing",
     "« statutory » demande un texte (« legal_basis ») et sa date (« standing_on »)"),
    ("standing: proposal", "standing: law", "standing", "« law » n'est pas permis : proposal, adopted, statutory"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "reason"), STRAND_FAULTS)
def test_faults_of_a_strand_are_named_with_their_line(refused, old, new, where, reason):
    text = STRAND.replace(old, new, 1)
    line = text[: text.index(where)].count("\n") + 1
    assert refused(FRAMEWORK, REFERENCE, text) == [("c.yaml", line, reason)]


def test_an_equivalence_with_its_text_and_date_is_kept(load):
    text = STRAND.replace(
        "effect: reduction", 'legal_basis: "Arrêté"\n    starts_on: 2026-01-01\n    effect: equivalence'
    )
    load(FRAMEWORK, REFERENCE, text)
    assert StrandLine.objects.get(effect="equivalence").legal_basis == "Arrêté"


def test_a_strand_on_a_draft_is_not_published(load, refused):
    load(FRAMEWORK, REFERENCE, publish=False)
    assert refused(STRAND) == [("a.yaml", 3, "« Brevet 2020 » n'est pas publié. « Boussole 1.0 » n'est pas publié.")]


def test_an_introduction_that_no_page_can_show_is_refused(refused):
    text = STRAND.replace("  Une **proposition**.", "  " + "[" * 5_000)
    [(file, line, _reason)] = refused(FRAMEWORK, REFERENCE, text)
    assert (file, line) == ("c.yaml", line_of(text, "introduction"))


def test_a_file_that_is_not_text_or_not_yaml_is_named(refused):
    assert refused(FRAMEWORK.encode("utf-16"))[0][2] == "ce n'est pas du texte UTF-8"
    assert refused("format: volet.framework/1\ntitle: [")[0][0] == "a.yaml"
