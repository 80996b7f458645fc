"""The screens of comparisons and crosswalks: what is read, what is decided, and what it costs."""

import csv
import io
import json
import uuid

import pytest
from django.utils import timezone

from curriculum.actions.aligning import add_alignment
from curriculum.actions.crosswalk_drafts import start_crosswalk
from curriculum.actions.proposing import propose_alignments
from curriculum.models import Alignment, Competency, Crosswalk, CrosswalkVersion
from curriculum.queries import find_crosswalk, find_version
from people.models import AuditEvent
from tests.curriculum.conftest import FRAMEWORK, text_of
from tests.curriculum.test_crosswalk_files import CROSSWALK, SECOND
from tests.curriculum.test_crosswalk_writing import WORDS

pytestmark = pytest.mark.django_db
COMPARE = "/frameworks/compare/?a=boussole@1.0&b=boussole@2.0"
THIRD = SECOND.replace(
    '  - code: "2"\n',
    """\
  - code: "3"
    kind: area
    title: {en: "More"}
    children:
"""
    + "".join(f'      - {{code: "3.{n}", kind: competence, title: {{en: "More {n}"}}}}\n' for n in range(1, 61))
    + '  - code: "2"\n',
    1,
)


@pytest.fixture
def published(load):
    load(FRAMEWORK)
    load(SECOND, CROSSWALK)
    return find_crosswalk("boussole-1-2", "1.0")


@pytest.fixture
def alice(make_member, body, client):
    person = make_member(body, "author")
    client.force_login(person, backend="people.backends.StaffBackend")
    return person


@pytest.fixture
def draft(load, body, alice, at):
    load(FRAMEWORK)
    load(SECOND)
    versions = find_version("boussole", "1.0"), find_version("boussole", "2.0")
    version = start_crosswalk(words=WORDS, source=versions[0], target=versions[1], owner=body, by=alice, at=at)
    propose_alignments(version=version, by=alice, at=at)
    return version


def origin_of(draft, code):
    return Competency.objects.get(version=draft.source, code=code)


def origin_url(draft, code):
    return f"/crosswalk-drafts/{draft.crosswalk.slug}/{origin_of(draft, code).pk}/"


def token(draft):
    return CrosswalkVersion.objects.get(pk=draft.pk).edit_token


# Comparing


def test_a_comparison_marks_the_words_that_changed(client, load):
    load(FRAMEWORK)
    load(SECOND)
    page = client.get(COMPARE, headers={"accept-language": "en"})
    content = page.content.decode()
    assert '<del><span class="visually-hidden">' in content
    assert "Drawing</del>" in content
    assert "Painting</ins>" in content


def test_a_comparison_is_filtered_and_searched(client, load):
    load(FRAMEWORK)
    load(SECOND)
    filtered = client.get(f"{COMPARE}&show=retitled")
    assert filtered.content.decode().count('class="tag fate-tag--') == 1
    assert "2.1 supprimé : Drawing 2.1 ajouté : Painting Intitulé changé" in text_of(filtered)
    assert "1 ligne " in text_of(client.get(f"{COMPARE}&q=COEUR"))
    assert "Rien ne correspond" in text_of(client.get(f"{COMPARE}&q=absent"))
    assert client.get(f"{COMPARE}&page=99&show=nonsense").status_code == 200


def test_a_comparison_goes_to_a_spreadsheet_without_formulas(client, load):
    load(FRAMEWORK)
    load(SECOND.replace('"Painting"', '"=1+1"'))
    response = client.get(f"{COMPARE}&format=csv", headers={"accept-language": "en"})
    table = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[1:3] + row[4:6] for row in table[-1:]] == [["2.1", "Drawing", "2.1", "'=1+1"]]
    assert len(table) == 6


@pytest.mark.parametrize("query", ["", "?a=boussole@1.0", "?a=boussole@1.0&b=absent", "?a=%00&b=%ff", "?a[]=1"])
def test_without_two_known_versions_the_page_asks_for_them(client, load, query):
    load(FRAMEWORK)
    load(SECOND)
    response = client.get(f"/frameworks/compare/{query}")
    assert response.status_code == 200
    assert "D'une version à la suivante De Boussole 1.0 à Boussole 2.0" in text_of(response)


def test_a_draft_is_compared_by_its_authors_only(client, load, make_member, body):
    load(FRAMEWORK)
    load(SECOND, publish=False)
    assert "Cette version n'existe pas, ou vous n'y avez pas accès" in text_of(client.get(COMPARE))
    client.force_login(make_member(body, "author"), backend="people.backends.StaffBackend")
    assert "5 lignes comparées" in text_of(client.get(COMPARE))


def test_a_version_compared_with_itself_says_so(client, load):
    load(FRAMEWORK)
    page = text_of(client.get("/frameworks/compare/?a=boussole@1.0&b=boussole@1.0"))
    assert "C'est deux fois la même version" in page
    assert "Inchangée 5 Intitulé changé 0 Déplacée 0 Partagée 0 Réunie 0 Nouvelle 0 Sans suite 0" in page


def test_who_writes_crosswalks_goes_on_from_a_comparison_that_none_tells(client, load, alice):
    load(FRAMEWORK)
    load(SECOND)
    assert "/crosswalks/new/?source=boussole%401.0&amp;target=boussole%402.0" in client.get(COMPARE).content.decode()


@pytest.mark.parametrize("second", [SECOND, THIRD], ids=["few rows", "many rows"])
def test_a_comparison_costs_the_same_number_of_queries(client, load, second, django_assert_num_queries):
    load(FRAMEWORK)
    load(second)
    with django_assert_num_queries(7):
        client.get(COMPARE)


# Reading a crosswalk


def test_a_crosswalk_says_who_speaks_and_that_nobody_has_checked_it(client, published):
    text = text_of(client.get(published.get_absolute_url()))
    assert "Auteur : Équipe Volet · version 1.0" in text
    assert "À relire par une personne experte" in text
    assert "0 sur 5" in text
    assert "Nouvelle version" not in text


def test_a_crosswalk_is_read_both_ways(client, published):
    there = text_of(client.get(published.get_absolute_url()))
    assert "Plus étroite Réunie : plusieurs y mènent une part" in there
    back = text_of(client.get(f"{published.get_absolute_url()}?way=back"))
    assert "Plus large Réunie : plusieurs y mènent une part à relire" in back  # 1.1, where 1.1 leads too
    assert "Data Plus étroite à relire" in back  # 1.2, where nothing else leads


def test_a_crosswalk_is_searched_on_both_sides(client, published):
    address = published.get_absolute_url()
    assert "Dessiner" not in text_of(client.get(f"{address}?q=coeur"))
    assert "Veiller sur son cœur" in text_of(client.get(f"{address}?q=data"))  # its counterpart


def test_a_crosswalk_goes_out_as_a_file_and_for_another_program(client, published):
    yaml = client.get(f"{published.get_absolute_url()}?format=yaml")
    assert yaml.content.startswith(b"format: ")
    case = json.loads(client.get(f"{published.get_absolute_url()}?format=case").content)
    assert len(case["CFAssociations"]) == 3


@pytest.mark.parametrize("second", [SECOND, THIRD], ids=["few rows", "many rows"])
def test_a_crosswalk_costs_the_same_number_of_queries(client, load, second, django_assert_num_queries):
    load(FRAMEWORK)
    load(second, CROSSWALK)
    with django_assert_num_queries(8):
        client.get("/crosswalks/boussole-1-2/1.0/")
    with django_assert_num_queries(8):
        client.get("/crosswalks/boussole-1-2/1.0/?way=back")


def test_the_list_of_frameworks_and_a_competency_lead_to_crosswalks(client, published):
    assert "De la Boussole 1.0 à la 2.0" in text_of(client.get("/frameworks/"))
    page = text_of(client.get(origin_of(published, "2.1").get_absolute_url()))
    assert "Rien ne correspond dans Boussole 2.0 abandonnée De la Boussole 1.0 à la 2.0 · à relire" in page


# Writing one


def test_a_crosswalk_is_created_between_two_versions(client, load, alice):
    load(FRAMEWORK)
    load(SECOND, publish=False)
    versions = {name: find_version("boussole", label).pk for name, label in (("source", "1.0"), ("target", "2.0"))}
    page = text_of(client.get("/crosswalks/new/?source=boussole@1.0&target=boussole@2.0"))
    assert "Boussole 2.0 (brouillon)" in page
    owner = alice.memberships.get().organisation_id
    words = {"title": "De 1 à 2", "author": "Les Pins", "label": "1.0", "owner": owner}
    response = client.post("/crosswalks/new/", {**words, **versions}, follow=True)
    assert response.redirect_chain == [("/crosswalk-drafts/boussole-1-0-boussole-2-0/", 302)]
    assert "cette table ne pourra être publiée qu'après" in text_of(response)
    again = client.post("/crosswalks/new/", {**words, **versions, "target": versions["source"]})
    assert "Choisissez deux versions différentes." in text_of(again)


@pytest.mark.parametrize("data", [{}, {"source": "x", "target": "y"}, {"title": "\0", "label": "a/b"}])
def test_a_bad_form_is_told_and_keeps_what_was_typed(client, load, alice, data):
    load(FRAMEWORK)
    response = client.post("/crosswalks/new/", {"author": "Les Pins", **data})
    assert response.status_code == 200
    assert "À corriger" in text_of(response)
    assert 'value="Les Pins"' in response.content.decode()


def test_a_reviewer_goes_from_one_competency_to_the_next(client, draft, alice):
    (proposal,) = Alignment.objects.filter(version=draft, origin__code="1.1")
    data = {"edit_token": token(draft), "row": str(proposal.pk), f"keep-{proposal.pk}": "yes",
            f"kind-{proposal.pk}": "exact", f"rationale-{proposal.pk}": "même texte"}  # fmt: skip
    response = client.post(origin_url(draft, "1.1"), data)
    assert response.headers["Location"] == origin_url(draft, "1.2")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.rationale, proposal.reviewed_by) == ("accepted", "même texte", alice)


def test_the_second_of_two_reviewers_is_told_and_what_was_typed_stays(client, draft, alice, make_member, body, at):
    (proposal,) = Alignment.objects.filter(version=draft, origin__code="1.1")
    data = {"edit_token": token(draft), "row": str(proposal.pk), f"keep-{proposal.pk}": "no",
            f"kind-{proposal.pk}": "broader", f"rationale-{proposal.pk}": "rien à voir"}  # fmt: skip
    bob = make_member(body, "author", "Bob")
    add_alignment(
        version=draft, origin=origin_of(draft, "2"), destination=None, kind="", rationale="",
        edit_token=token(draft), by=bob, at=at,
    )  # fmt: skip
    response = client.post(origin_url(draft, "1.1"), data)
    assert response.status_code == 409
    text = text_of(response)
    assert "Rien n'a été enregistré Une autre personne a modifié ce brouillon" in text
    assert "rien à voir" in text
    proposal.refresh_from_db()
    assert proposal.state == "proposed"
    again = client.post(origin_url(draft, "1.1"), {**data, "edit_token": token(draft)})
    assert again.status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "rejected"


def test_another_counterpart_is_searched_and_added(client, draft, alice):
    assert "Dessiner" in text_of(client.get(f"{origin_url(draft, '1.1')}?q=dessiner"))
    destination = Competency.objects.get(version=draft.target, code="2.1").pk
    data = {"edit_token": token(draft), "destination": destination, "kind": "related", "rationale": "un peu"}
    assert client.post(f"{origin_url(draft, '1.1')}add/", data).status_code == 302
    added = Alignment.objects.get(version=draft, origin__code="1.1", destination=destination)
    assert (added.kind, added.state, added.basis, added.proposed_by) == ("related", "accepted", "person", alice)


def test_what_was_chosen_for_another_counterpart_survives_a_faster_colleague(client, draft):
    destination = Competency.objects.get(version=draft.target, code="2.1").pk
    data = {"edit_token": "stale", "destination": destination, "kind": "related", "rationale": "un peu"}
    response = client.post(f"{origin_url(draft, '1.1')}add/?q=dessiner", data)
    assert response.status_code == 409
    page = response.content.decode()
    assert f'value="{destination}" required checked>' in page
    assert '<option value="related" selected>' in page
    assert page.count(">un peu</textarea>") == 1
    nothing = client.post(f"{origin_url(draft, '1.1')}add/", {"edit_token": "stale", "rationale": "rien à voir"})
    assert nothing.content.decode().count(">rien à voir</textarea>") == 1


def test_nothing_corresponds_is_one_button(client, draft, alice):
    data = {"edit_token": token(draft), "rationale": "abandonnée"}
    assert client.post(f"{origin_url(draft, '2.1')}add/", data).status_code == 302
    states = dict(Alignment.objects.filter(version=draft, origin__code="2.1").values_list("destination__code", "state"))
    assert states == {None: "accepted", "2.1": "rejected"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"edit_token": "x", "destination": "no uuid"},
        {"edit_token": "x", "destination": str(uuid.UUID(int=1)), "kind": "exact"},
        {"edit_token": "x", "kind": "nonsense"},
        {"row": "no uuid", "keep-no uuid": "yes"},
        {"row": str(uuid.UUID(int=1)), f"keep-{uuid.UUID(int=1)}": "yes"},
    ],
)
def test_what_makes_no_sense_is_refused_without_a_500(client, draft, data):
    before = list(Alignment.objects.values_list("pk", "state"))
    for address in (origin_url(draft, "1.1"), f"{origin_url(draft, '1.1')}add/"):
        assert client.post(address, data).status_code in {302, 404, 409}
    assert list(Alignment.objects.values_list("pk", "state")) == before


def test_the_clear_ones_are_kept_at_once_then_what_is_missing_is_told(client, draft):
    edit = f"/crosswalk-drafts/{draft.crosswalk.slug}/"
    assert "Garder les 4 évidentes" in text_of(client.get(edit))
    response = client.post(f"{edit}accept/", {"edit_token": token(draft)}, follow=True)
    assert "Correspondances gardées : 4." in text_of(response)
    assert "Relues : 4 sur 5" in text_of(response)
    assert "Il manque encore Correspondances encore à relire : 1." in text_of(client.get(f"{edit}publish/"))
    assert [row["code"] for row in waiting(draft)] == ["2.1"]
    assert "1 compétence " in text_of(client.get(f"{edit}?show=waiting"))
    assert "Communication" not in text_of(client.get(f"{edit}?show=nothing"))


def waiting(draft):
    from curriculum.queries.aligning import origins_of

    return list(origins_of(draft, "waiting").prefetch_related(None).values("code"))


def test_a_table_is_published_by_the_one_who_read_it(client, draft, alice, at):
    edit = f"/crosswalk-drafts/{draft.crosswalk.slug}/"
    client.post(f"{edit}accept/", {"edit_token": token(draft)})
    client.post(f"{origin_url(draft, '2.1')}add/", {"edit_token": token(draft), "rationale": "abandonnée"})
    stale = client.post(f"{edit}publish/", {"edit_token": draft.edit_token}, follow=True)
    assert "Cette table a changé depuis que vous l'avez ouverte" in text_of(stale)
    response = client.post(f"{edit}publish/", {"edit_token": token(draft)}, follow=True)
    assert "La table est publiée. Elle ne changera plus." in text_of(response)
    assert "5 sur 5" in text_of(response)
    assert "abandonnée Relue par Alice Martin le " in text_of(response)
    assert client.get(edit).status_code == 404
    assert AuditEvent.objects.filter(verb="published", by=alice).count() == 1


def test_a_published_table_is_forked_and_withdrawn_by_its_owner(client, published, alice):
    address = published.get_absolute_url()
    assert "Nouvelle version" in text_of(client.get(address))
    assert client.post(f"{address}fork/", {"label": "a b"}).headers["Location"] == address
    assert client.post(f"{address}fork/", {"label": "1.1"}).headers["Location"] == "/crosswalk-drafts/boussole-1-2/"
    assert "Relues : 0 sur 5" in text_of(client.get("/crosswalk-drafts/boussole-1-2/"))
    assert "Dites pourquoi" in text_of(client.post(f"{address}withdraw/", {"reason": ""}, follow=True))
    assert "Cette version a été retirée" in text_of(
        client.post(f"{address}withdraw/", {"reason": "Deux lignes fausses"}, follow=True)
    )
    assert "Deux lignes fausses" in text_of(client.get(address))


def test_words_are_changed_and_a_colleague_who_was_faster_is_told(client, draft, alice):
    settings = f"/crosswalk-drafts/{draft.crosswalk.slug}/settings/"
    data = {"title": "Mieux dit", "author": "Les Pins", "label": "1.0", "edit_token": "stale"}
    response = client.post(settings, data)
    assert "Une autre personne a modifié ce brouillon" in text_of(response)
    assert 'value="Mieux dit"' in response.content.decode()
    assert client.post(settings, {**data, "edit_token": token(draft)}).status_code == 302
    assert CrosswalkVersion.objects.get(pk=draft.pk).title == "Mieux dit"


def test_a_draft_is_thrown_away_by_the_one_who_saw_it_last(client, draft, alice):
    discard = f"/crosswalk-drafts/{draft.crosswalk.slug}/discard/"
    assert "Une autre personne a modifié ce brouillon" in text_of(
        client.post(discard, {"edit_token": "stale"}, follow=True)
    )
    client.post(discard, {"edit_token": token(draft)})
    assert not CrosswalkVersion.objects.filter(pk=draft.pk).exists()
    assert not Crosswalk.objects.filter(pk=draft.crosswalk_id).exists()
    assert AuditEvent.objects.filter(verb="discarded", by=alice).count() == 1


def test_throwing_the_next_draft_away_keeps_what_is_published(client, published, alice):
    client.post(f"{published.get_absolute_url()}fork/", {"label": "1.1"})
    next_one = CrosswalkVersion.objects.get(state="draft")
    client.post("/crosswalk-drafts/boussole-1-2/discard/", {"edit_token": token(next_one)})
    assert list(CrosswalkVersion.objects.values_list("label", "state")) == [("1.0", "published")]
    assert published.alignments.count() == 4


@pytest.mark.parametrize("rows", [1, 3])
def test_the_editor_costs_the_same_number_of_queries(client, draft, rows, django_assert_num_queries):
    codes = ["1.1", "1.2", "2.1"][rows:]
    Alignment.objects.filter(version=draft, origin__code__in=codes).delete()
    with django_assert_num_queries(11):
        client.get(f"/crosswalk-drafts/{draft.crosswalk.slug}/")
    with django_assert_num_queries(12):
        client.get(f"{origin_url(draft, '1.1')}?q=dessiner")


def test_a_large_table_is_proposed_by_the_worker(client, draft, alice, monkeypatch, settings):
    monkeypatch.setattr("curriculum.views.aligning.LARGE", 3)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    Alignment.objects.filter(version=draft).delete()
    response = client.post(f"/crosswalk-drafts/{draft.crosswalk.slug}/propose/", follow=True)
    assert "les propositions arrivent d'ici quelques minutes" in text_of(response)
    assert timezone.now() > draft.created_at
    assert Alignment.objects.filter(version=draft).count() == 5
