"""Reading strands: found, compared, covered, read at another framework version; within bounds whatever the framework."""

import csv
import io
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from content.versions import State
from curriculum.models import Alignment, Competency, CompetencyText, Crosswalk, CrosswalkVersion
from curriculum.queries import find_strand, find_version
from curriculum.queries.strand_comparison import compare_strands
from curriculum.queries.strand_crossing import frameworks_within_reach
from people.registries import slots
from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND, text_of

pytestmark = pytest.mark.django_db

PAGE = "/strands/volet-brevet/1.0/"
LINE = 'unit: {}\n    competency: "{}"\n    level: {}\n    minutes: {}'
LATER = (
    STRAND.replace('label: "1.0"\nlanguage: fr\ntitle', 'label: "2.0"\nlanguage: fr\ntitle', 1)
    .replace(LINE.format("A", "1.1", 1, 45), LINE.format("A", "1.1", 2, 60))
    .replace("sait dessiner une affiche", "sait dessiner une carte")
    .replace(LINE.format("A", "1.2", 2, 45), LINE.format("B2", "1.2", 2, 30))
)


def test_two_versions_are_compared_line_by_line_in_each_unit(client, load):
    load(FRAMEWORK, REFERENCE, STRAND)
    load(LATER)
    comparison = compare_strands(find_strand("volet-brevet", "1.0"), find_strand("volet-brevet", "2.0"))
    assert [
        (unit.unit.code, unit.before, unit.after, [(change.kind, change.fields) for change in unit.changes])
        for unit in comparison.units
    ] == [
        ("A", 90, 60, [("changed", ("level", "minutes")), ("removed", ())]),
        ("B1", 30, 30, [("changed", ("statement",))]),
        ("B2", 0, 30, [("added", ())]),
    ]
    assert comparison.counts == {"same": 0, "changed": 2, "added": 1, "removed": 1}
    assert comparison.minutes == (120, 120)
    page = text_of(client.get("/strands/volet-brevet/2.0/compare/", {"with": "volet-brevet@1.0"}))
    assert "Unité A · 1 h 30 → 1 h (-30 min)" in page
    assert "Sait dessiner une carte Sait dessiner une affiche" in page
    assert "2 lignes modifiées 1 ligne ajoutée 1 ligne supprimée" in page


def test_a_strand_compared_with_itself_in_another_body_is_the_same(client, load, make_body):
    load(FRAMEWORK, REFERENCE, STRAND)
    load(STRAND.replace("slug: volet-brevet", "slug: autre"), owner=make_body("Les Chênes"))
    page = text_of(client.get(f"{PAGE}compare/", {"with": "autre@1.0"}))
    assert "3 lignes inchangées Unité A" in page


def test_lines_of_another_framework_version_are_matched_by_their_words(client, load):
    load(FRAMEWORK, REFERENCE, STRAND)
    moved = STRAND.replace('boussole, label: "1.0"', 'boussole, label: "2.0"').replace("slug: volet-brevet", "slug: v2")
    load(FRAMEWORK.replace('label: "1.0"', 'label: "2.0"', 1), moved.replace("affiche", "bannière"))
    comparison = compare_strands(find_strand("volet-brevet", "1.0"), find_strand("v2", "1.0"))
    assert comparison.counts == {"same": 0, "changed": 2, "added": 1, "removed": 1}
    page = text_of(client.get(f"{PAGE}compare/", {"with": "v2@1.0"}))
    assert "les lignes sont rapprochées par leurs mots" in page


def test_there_is_nothing_to_compare_with_a_stranger(client, load):
    load(FRAMEWORK, REFERENCE, STRAND)
    assert "Rien à comparer pour l'instant" in text_of(client.get(f"{PAGE}compare/", {"with": "x@1"}))
    load(REFERENCE.replace("slug: brevet", "slug: autre"), STRAND.replace("brevet", "autre"))
    assert "Rien à comparer pour l'instant" in text_of(client.get(f"{PAGE}compare/"))


def test_the_matrix_opens_into_competencies_and_names_the_gaps(client, load):
    strand = STRAND.replace('unit: B1\n    competency: "2.1"', 'unit: A\n    competency: "1.1"')
    load(FRAMEWORK, REFERENCE, strand)
    page = text_of(client.get(f"{PAGE}coverage/"))
    assert "A Unité A 2 h niveaux 1, 2 allègement possible – 2 h B Unité B – – –" in page
    assert "Étapes, unités ou blocs où rien n'est prévu B Unité B Domaines que rien ne demande Création" in page
    assert "Compétences que rien ne demande 2.1 Dessiner" in page
    opened = text_of(client.get(f"{PAGE}coverage/", {"open": "1"}))
    assert "1.1 Veiller sur son cœur et sa santé 1.2 Data 2. Création En tout A Unité A 1 h 15" in opened
    assert "Tout refermer" in text_of(client.get(f"{PAGE}coverage/", {"open": "all"}))
    assert text_of(client.get(f"{PAGE}coverage/", {"open": "nimporte"})) == page


def test_a_line_on_an_area_itself_keeps_its_column(client, load):
    load(FRAMEWORK, REFERENCE, STRAND.replace('competency: "2.1"', 'competency: "2"'))
    opened = text_of(client.get(f"{PAGE}coverage/", {"open": "2"}))
    assert "2 Création 2.1 Dessiner En tout" in opened
    assert "B1 Option une – 30 min niveau 2 allègement possible – 30 min" in opened


def test_the_table_goes_to_a_spreadsheet_with_its_gaps_and_no_formula(client, load):
    load(FRAMEWORK, REFERENCE.replace("Unité B", "=1+1"), STRAND.replace("unit: B1", "unit: A"))
    response = client.get(f"{PAGE}coverage/", {"format": "csv"})
    assert response["Content-Disposition"] == 'attachment; filename="volet-brevet-1.0.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:8] == [
        "A", "Unité A", "Sécurité", "1.1", "Veiller sur son cœur et sa santé", "1", "45", "sait veiller sur sa santé",
    ]  # fmt: skip
    assert rows[-1][:7] == ["B", "'=1+1", "", "", "", "", "0"]
    assert len(rows) == 5


def test_a_strand_is_taken_away_as_the_file_another_installation_loads(client, loaded, load):
    content = client.get(f"{PAGE}file/").content
    assert load(content).loaded[0].outcome == "unchanged"


def test_strands_are_found_without_accents_by_training_and_standing(client, load, body, make_member):
    load(FRAMEWORK, REFERENCE, STRAND)
    load(REFERENCE.replace("brevet", "cap").replace("Brevet", "CAP"), STRAND.replace("brevet", "cap"))
    load(STRAND.replace("brevet", "secret").replace("slug: secret, l", "slug: brevet, l"), publish=False)

    def titles(**asked):
        page = client.get("/strands/", asked).content.decode()
        return re.findall(r'list__title" href="[^"]+">Volet numérique du (\w+)', page)

    assert titles() == ["brevet", "cap"]
    assert titles(q="NUMERIQUE équipe brevet") == ["brevet"]
    assert titles(training="cap") == ["cap"]
    assert titles(training="inconnu", standing="loi") == ["brevet", "cap"]
    assert titles(standing="adopted") == []
    assert titles(mine="on") == []
    client.force_login(make_member(body, "author"), backend="people.backends.StaffBackend")
    assert titles(mine="on") == ["secret"]
    assert titles() == ["brevet", "cap", "secret"]


@pytest.fixture
def crossed(load):
    """Boussole 1.0 → 2.0: 1.1 stays, 1.2 becomes two, 2.1 has no successor."""
    load(FRAMEWORK, REFERENCE, STRAND)
    later = FRAMEWORK.replace('label: "1.0"', 'label: "2.0"', 1).replace("Data", "Données")
    load(later)
    source, target = find_version("boussole", "1.0"), find_version("boussole", "2.0")
    crosswalk = CrosswalkVersion.objects.create(
        crosswalk=Crosswalk.objects.create(slug="c", owner=source.framework.owner, visibility="public"),
        number=1,
        label="1.0",
        source=source,
        target=target,
        title="De 1.0 à 2.0",
        author="Équipe Volet",
    )

    def align(origin, destination, kind):
        return Alignment.objects.create(
            version=crosswalk,
            origin=source.competencies.get(code=origin),
            destination=target.competencies.get(code=destination) if destination else None,
            kind=kind,
            state="accepted",
        )

    for entry in (("1.1", "1.1", "exact"), ("1.2", "1.2", "close"), ("1.2", "2.1", "narrower"), ("2.1", "", "")):
        align(*entry)
    return crosswalk


def publish(crosswalk, reviewer=None):
    if reviewer:
        crosswalk.alignments.update(reviewed_by=reviewer, reviewed_at=timezone.now())
    crosswalk.state, crosswalk.published_at = State.PUBLISHED, timezone.now()
    crosswalk.save()


def test_a_strand_is_read_at_another_version_where_a_published_crosswalk_leads(client, crossed, body, make_member):
    strand = find_strand("volet-brevet", "1.0")
    assert frameworks_within_reach(AnonymousUser(), strand) == []
    assert "Lire avec les compétences de" not in text_of(client.get(PAGE))
    assert client.get(PAGE, {"at": "boussole@2.0"}).status_code == 404
    publish(crossed, make_member(body, "certifier"))
    page = text_of(client.get(PAGE, {"at": "boussole@2.0"}))
    assert "2 lignes sont à relire. Table de correspondance : De 1.0 à 2.0, version 1.0 (Équipe Volet)" in page
    assert "niveau 1 (Bas) → 1.1 Veiller sur son cœur et sa santé · niveau 1 (Bas) 45 min" in page
    assert "1.2 Données ; 2.1 Dessiner · niveau 2 (Bas) Partagée en plusieurs À relire 45 min" in page
    assert "niveau 2 (Bas) Sans correspondance À relire Allègement possible 30 min" in page
    for nonsense in ("boussole@1.0", "boussole", "@", "x@y@z"):
        assert client.get(PAGE, {"at": nonsense}).status_code == 404


def test_what_nobody_has_reviewed_is_to_be_read_again(client, crossed):
    publish(crossed)
    assert "3 lignes sont à relire." in text_of(client.get(PAGE, {"at": "boussole@2.0"}))


def test_a_competency_that_is_only_related_takes_no_place(client, crossed, body, make_member):
    crossed.alignments.filter(origin__code="1.2", destination__code="2.1").update(kind="related")
    publish(crossed, make_member(body, "certifier"))
    page = text_of(client.get(PAGE, {"at": "boussole@2.0"}))
    assert "1.2 Data · niveau 2 (Bas) → 1.2 Données · niveau 2 (Bas) Intitulé changé 45 min" in page
    assert "1 ligne est à relire." in page


def test_a_competency_nobody_looked_at_has_no_match(client, crossed, body, make_member):
    crossed.alignments.filter(origin__code="1.1").delete()
    publish(crossed, make_member(body, "certifier"))
    assert "3 lignes sont à relire." in text_of(client.get(PAGE, {"at": "boussole@2.0"}))


def test_other_levels_are_for_somebody_to_choose(client, crossed, load, body, make_member):
    crossed.target.levels.model.objects.filter(version=crossed.target).exists()
    load(FRAMEWORK.replace("boussole", "cap").replace('  - {rank: 2, code: "2"', '  - {rank: 5, code: "5"'))
    other = find_version("cap", "1.0")
    target = other.competencies.get(code="1.1")
    crossed.target = other
    crossed.alignments.exclude(origin__code="1.1").delete()
    crossed.alignments.update(destination=target)
    publish(crossed, make_member(body, "certifier"))
    page = text_of(client.get(PAGE, {"at": "cap@1.0"}))
    assert "1.1 Veiller sur son cœur et sa santé Niveau à choisir À relire 45 min" in page


def huge(version, count):
    """More nodes than a page could bear: `count` areas, each with a competency."""
    rows = [
        Competency(version=version, identifier=f"a{n}", code=f"A{n}", kind="area", position=n, path=f"1{n:04d}")
        for n in range(count)
    ]
    below = [
        Competency(
            version=version, identifier=f"c{n}", code=f"C{n}", kind="competence", position=1, parent=row,
            path=f"{row.path}.00001", search_text="x" * 200,
        )
        for n, row in enumerate(rows)
    ]  # fmt: skip
    for batch in (rows, below):
        Competency.objects.bulk_create(batch, batch_size=500)
    CompetencyText.objects.bulk_create(
        (CompetencyText(competency=row, language="fr", title="T", status="draft") for row in (*rows, *below)),
        batch_size=500,
    )


@pytest.mark.parametrize("nodes", [1, 2_000])
def test_a_strand_costs_the_same_on_a_huge_framework(client, load, nodes, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(slots, "panels", {})
    load(FRAMEWORK, publish=False)
    huge(find_version("boussole", "1.0"), nodes)
    load(FRAMEWORK, REFERENCE, STRAND)
    for address in (PAGE, f"{PAGE}coverage/?open=all", f"{PAGE}coverage/?format=csv", f"{PAGE}decision/"):
        with django_assert_max_num_queries(11):
            response = client.get(address)
        assert response.status_code == 200
        assert len(response.content) < 40_000
    told = "Ce référentiel a trop de domaines pour un tableau" in text_of(client.get(f"{PAGE}coverage/"))
    assert told is (nodes > 12)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_whatever_they_show(client, load, count, django_assert_num_queries):
    load(FRAMEWORK, REFERENCE, STRAND)
    for number in range(count):
        load(STRAND.replace("slug: volet-brevet", f"slug: v{number}"))
    budgets = {"/strands/": 1, f"{PAGE}compare/": 2, f"{PAGE}compare/?with=v0@1.0": 4, f"{PAGE}coverage/": 7}
    for address, budget in budgets.items():
        with django_assert_num_queries(budget):
            assert client.get(address).status_code == 200
