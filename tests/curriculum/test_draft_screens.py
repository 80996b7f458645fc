"""The screens where a framework is written: each step by its form, two authors, and what everybody reads afterwards."""

import pytest
from django.urls import reverse

from curriculum.actions import add_erratum, add_text, fork_framework, publish_framework
from curriculum.actions.errata import Correction
from curriculum.models import Competency, Erratum, FrameworkVersion
from curriculum.queries import find_version, framework_tree
from people.registries import slots
from tests.curriculum.conftest import FRAMEWORK, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client, body, make_member):
    person = make_member(body, "author")
    client.force_login(person)
    return person


@pytest.fixture
def draft(loaded, author, at):
    return fork_framework(version=find_version("boussole", "1.0"), label="2.0", by=author, at=at)


def node(version, code):
    return Competency.objects.get(version=version, code=code)


def token(version):
    return FrameworkVersion.objects.get(pk=version.pk).edit_token


def codes(version):
    return [entry.competency.code for root in framework_tree(version, "fr") for entry in root.walk()]


def wording(version, **changes):
    """What the page of a competency sends."""
    data = {"kind": "competence", "code": "2.2", "edit_token": token(version)}
    for language, title in (("en", "Painting"), ("fr", "Peindre")):
        data |= {f"title-{language}": title, f"status-{language}": "official", f"source-{language}": ""}
        data |= {f"description-{language}": ""}
    return data | changes


def test_a_framework_is_made_from_nothing_to_its_publication(client, author, body):
    made = client.post(
        reverse("framework-create"), {"name": "Repères", "label": "1.0", "language": "fr", "owner": body.pk}
    )
    draft = find_version("reperes", "1.0")
    assert made["Location"] == reverse("framework-edit", args=[draft.pk])
    assert "Ce brouillon est vide" in text_of(client.get(made["Location"]))
    blocked = text_of(client.get(reverse("framework-publish", args=[draft.pk])))
    assert "Ce qui empêche de publier" in blocked
    assert "Publier cette version" not in blocked
    add = reverse("competency-create", args=[draft.pk])
    client.post(add, wording(draft, kind="area", code="1", **{"title-en": "", "title-fr": "Chercher"}))
    client.post(f"{add}?under={node(draft, '1').pk}", wording(draft, code="1.1"))
    assert codes(draft) == ["1", "1.1"]
    ready = text_of(client.get(reverse("framework-publish", args=[draft.pk])))
    assert "Domaines 1 Compétences 1" in ready
    assert "Français, texte officiel 2 intitulés" in ready
    done = client.post(reverse("framework-publish", args=[draft.pk]), {"edit_token": token(draft)})
    assert done["Location"] == "/frameworks/reperes/1.0/"
    client.logout()
    assert "Peindre" in text_of(client.get("/frameworks/reperes/1.0/"))


def test_a_name_is_asked_for(client, author, body):
    page = client.post(reverse("framework-create"), {"name": " ", "label": "", "language": "fr", "owner": body.pk})
    assert page.status_code == 200
    assert FrameworkVersion.objects.count() == 0


def test_the_next_version_is_forked_from_the_page_of_this_one(client, loaded, author):
    old = find_version("boussole", "1.0")
    address = reverse("framework-fork", args=[old.pk])
    assert address in client.get(old.get_absolute_url()).content.decode()
    refused = client.post(address, {"label": "1.0"})
    assert "La version « 1.0 » existe déjà." in text_of(refused)
    client.post(address, {"label": "1.1"})
    assert find_version("boussole", "1.1").forked_from == old
    page = text_of(client.get(old.get_absolute_url()))
    assert "Continuer le brouillon 1.1" in page
    assert "Faite à partir de Boussole 1.0" in page


def test_a_draft_says_of_itself_what_its_author_writes(client, draft):
    address = reverse("framework-about", args=[draft.pk])
    data = {
        "label": "2.1", "title-en": "Compass", "title-fr": "Boussole", "publisher": "Atelier", "licence": "CC0",
        "source": "", "creator": "", "description": "", "adoption_status": "draft", "adopted_on": "2026-02-01",
        "starts_on": "2026-03-01", "ends_on": "2026-02-01", "edit_token": token(draft),
    }  # fmt: skip
    assert "La date de fin précède" in text_of(client.post(address, data))
    assert client.post(address, {**data, "ends_on": "", "edit_token": token(draft)}).status_code == 302
    fresh = FrameworkVersion.objects.get(pk=draft.pk)
    assert (fresh.label, fresh.title["fr"], fresh.licence, fresh.adoption_status, f"{fresh.starts_on}") == (
        "2.1", "Boussole", "CC0", "draft", "2026-03-01",
    )  # fmt: skip


def test_a_competency_is_reworded_moved_and_removed_from_its_page(client, draft):
    drawing = node(draft, "2.1")
    page = client.get(reverse("competency-edit", args=[drawing.pk]))
    assert "Drawing" in page.content.decode()
    client.post(reverse("competency-edit", args=[drawing.pk]), wording(draft, code="2.9"))
    assert codes(draft) == ["1", "1.1", "1.2", "2", "2.9"]
    place = reverse("competency-place", args=[drawing.pk])
    client.post(place, {"under": node(draft, "1").pk, "edit_token": token(draft)})
    assert codes(draft) == ["1", "1.1", "1.2", "2.9", "2"]
    under_itself = client.post(place, {"under": drawing.pk, "edit_token": token(draft)})
    assert under_itself.status_code == 200
    client.post(reverse("competency-shift", args=[drawing.pk]), {"to": "up", "edit_token": token(draft)})
    assert codes(draft) == ["1", "1.1", "2.9", "1.2", "2"]
    client.post(reverse("competency-remove", args=[drawing.pk]), {"edit_token": token(draft)})
    assert codes(draft) == ["1", "1.1", "1.2", "2"]


def test_levels_and_scales_have_their_page(client, draft):
    address = reverse("framework-levels", args=[draft.pk])
    level = {"code": "3", "title-en": "Third", "title-fr": "", "band-en": "", "band-fr": "", "edit_token": token(draft)}
    client.post(reverse("level-create", args=[draft.pk]), level)
    assert [entry.code for entry in draft.levels.all()] == ["1", "2", "3"]
    client.post(reverse("level-edit", args=[draft.pk, 3]), {**level, "code": "III", "edit_token": token(draft)})
    scales = {"name-0": "Letters", "rungs-0": "A ; 1 ; 2\nB;3;3;Beau", "edit_token": token(draft)}
    client.post(address, scales)
    fresh = FrameworkVersion.objects.get(pk=draft.pk)
    assert fresh.scales == [
        {
            "key": "scale-1",
            "title": {"en": "Letters"},
            "rungs": [
                {"code": "A", "title": {}, "first": 1, "last": 2},
                {"code": "B", "title": {"en": "Beau"}, "first": 3, "last": 3},
            ],
        }
    ]
    assert "2 letters = 3 niveaux" in text_of(client.get(draft.get_absolute_url()))
    refused = client.post(reverse("level-remove", args=[draft.pk, 3]), {"edit_token": token(draft)}, follow=True)
    assert "s'appuie sur ce niveau" in text_of(refused)
    wrong = client.post(address, {"name-0": "Letters", "rungs-0": "A ; x", "edit_token": token(draft)})
    assert "une ligne par échelon" in text_of(wrong)
    client.post(address, {"name-0": "", "rungs-0": "A ; 1 ; 2", "edit_token": token(draft)})
    client.post(reverse("level-remove", args=[draft.pk, 3]), {"edit_token": token(draft)})
    assert [entry.code for entry in draft.levels.all()] == ["1", "2"]


def test_the_second_author_keeps_what_they_typed_and_reads_what_is_there(client, draft, at):
    drawing, read_before = node(draft, "2.1"), token(draft)
    add_text(competency=drawing, language="en", title="Sketching", status="official", by=None, at=at)
    FrameworkVersion.objects.filter(pk=draft.pk).update(edit_token="anothertoken1234")
    typed = wording(draft, **{"title-en": "Painting well", "edit_token": read_before})
    address = reverse("competency-edit", args=[drawing.pk])
    told = client.post(address, typed)
    page = text_of(told)
    assert "Une autre personne a modifié ce brouillon" in page
    assert "Painting well" in told.content.decode()
    assert "Sketching" in page
    assert node(draft, "2.1").texts.get(language="en").title == "Sketching"
    client.post(address, {**typed, "edit_token": "anothertoken1234"})  # the token of the page that was just shown
    assert 'value="anothertoken1234"' in told.content.decode()
    assert node(draft, "2.2").texts.get(language="en").title == "Painting well"


def test_the_second_author_of_the_presentation_keeps_it_too(client, draft):
    address = reverse("framework-about", args=[draft.pk])
    typed = {"label": "2.0", "title-en": "Mine", "title-fr": "", "edit_token": "0123456789abcdef"}
    told = client.post(address, typed)
    assert "Ce qui est enregistré maintenant" in text_of(told)
    assert 'value="Mine"' in told.content.decode()
    assert client.post(address, {**typed, "edit_token": token(draft)}).status_code == 302


@pytest.mark.parametrize("name", ["competency-shift", "competency-place", "competency-remove"])
def test_a_button_pressed_on_an_old_page_changes_nothing(client, draft, name):
    before = codes(draft)
    data = {"edit_token": "old", "to": "down", "under": ""}
    client.post(reverse(name, args=[node(draft, "1.1").pk]), data)
    assert codes(draft) == before


def test_what_a_colleague_published_meanwhile_is_told_and_nothing_is_lost(client, draft, at):
    drawing, read_before = node(draft, "2.1"), token(draft)
    publish_framework(version=draft, by=None, at=at)
    told = client.post(reverse("competency-edit", args=[drawing.pk]), wording(draft, edit_token=read_before))
    assert "est publié : il ne change plus" in text_of(told)
    assert "Peindre" in told.content.decode()
    for name in ("framework-publish", "framework-discard", "framework-edit"):
        assert client.get(reverse(name, args=[draft.pk]))["Location"] == draft.get_absolute_url()


def test_a_draft_is_discarded_after_a_question(client, draft):
    address = reverse("framework-discard", args=[draft.pk])
    assert "Les versions publiées restent" in text_of(client.get(address))
    client.post(address, {"edit_token": "old"})
    assert find_version("boussole", "2.0")
    assert client.post(address, {"edit_token": token(draft)})["Location"] == "/frameworks/"
    assert find_version("boussole", "2.0") is None


def test_a_version_is_withdrawn_with_its_reason_for_all_to_read(client, loaded, author):
    version = find_version("boussole", "1.0")
    address = reverse("framework-withdraw", args=[version.pk])
    assert client.post(address, {"reason": "Elle se trompe."}).status_code == 200
    client.post(address, {"reason": "Elle se trompe.", "sure": "on"})
    client.logout()
    page = text_of(client.get(version.get_absolute_url()))
    assert "Cette version a été retirée" in page
    assert "Elle se trompe." in page


def test_an_erratum_brings_official_titles_pasted_from_a_table(client, loaded, author):
    version = find_version("boussole", "1.0")
    address = reverse("erratum-create", args=[version.pk])
    drawing = node(version, "2.1")
    prefilled = client.get(address, {"competency": drawing.pk}).content.decode()
    assert "2.1 ; Dessiner" in prefilled
    data = {"summary": "Textes officiels", "source": "JO", "language": "fr", "status": "official"}
    refused = client.post(address, {**data, "texts": "9.9 ; Rien\n1.2;\n2.1\tTracer"})
    assert "Ligne 1 : Aucune compétence n'a le code « 9.9 »." in text_of(refused)
    assert "Ligne 2 : il manque l'intitulé" in text_of(refused)
    assert Erratum.objects.count() == 0
    client.post(address, {**data, "texts": "1.2 ; Données ; et plus\n2.1\tTracer"})
    client.logout()
    page = text_of(client.get(version.get_absolute_url()))
    assert "Erratum n° 1" in page
    assert "Textes officiels" in page
    assert "2.1 Avant : Dessiner Maintenant : Tracer (français, texte officiel)" in page
    detail = text_of(client.get(drawing.get_absolute_url()))
    assert "Tracer" in detail
    assert "Texte officiel (erratum n° 1, " in detail
    document = client.get(drawing.get_absolute_url(), {"format": "json"}).json()
    assert document["title"]["fr"] == {
        "text": "Tracer", "status": "official", "revision": 2, "source": "JO", "erratum": 1,
    }  # fmt: skip


def test_an_erratum_brings_a_language_that_the_version_did_not_have(client, loaded, author):
    version = find_version("boussole", "1.0")
    data = {"summary": "Texte allemand", "texts": "2.1;Zeichnen", "language": "de", "status": "draft", "source": "Amt"}
    client.post(reverse("erratum-create", args=[version.pk]), data)
    client.logout()
    assert "2.1 Maintenant : Zeichnen (allemand, projet de traduction)" in text_of(
        client.get(version.get_absolute_url())
    )
    assert "Allemand Zeichnen (projet de traduction)" in text_of(client.get(node(version, "2.1").get_absolute_url()))


def test_a_long_erratum_is_shortened_and_errata_cost_the_same_however_many(
    client, load, at, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(slots, "panels", {})
    nodes = "".join(f'  - {{code: "{n}", kind: area, title: {{en: "N"}}}}\n' for n in range(3, 15))
    load(FRAMEWORK + nodes)
    version = find_version("boussole", "1.0")
    fixed = [Correction(node(version, str(n)), "fr", f"Titre {n}", "unofficial") for n in range(3, 15)]
    add_erratum(version=version, summary="Les titres.", corrections=fixed, by=None, at=at)
    for _more in range(2):
        with django_assert_num_queries(7):
            page = text_of(client.get(version.get_absolute_url()))
        assert ("Titre 12 (français" in page, "Titre 13 (français" in page) == (True, False)
        assert "et 2 autres intitulés" in page
        add_erratum(version=version, summary="Un titre.", corrections=fixed[:1], by=None, at=at)


def test_the_list_shows_drafts_to_their_authors_and_folds_what_was_superseded(client, load, author, at):
    load(FRAMEWORK)
    load(FRAMEWORK.replace('label: "1.0"', 'label: "1.1"'))
    fork_framework(version=find_version("boussole", "1.1"), label="2.0", by=None, at=at)
    page = text_of(client.get("/frameworks/"))
    assert page.index("Mes brouillons") < page.index("Boussole 2.0") < page.index("Boussole 1.1")
    assert "1 version précédente Boussole 1.0" in page
    assert "Rien ne correspond" in text_of(client.get("/frameworks/", {"q": "absent"}))
    assert "Boussole 1.1" in text_of(client.get("/frameworks/", {"q": "COMPASS"}))
    client.logout()
    public = text_of(client.get("/frameworks/"))
    assert [words in public for words in ("Mes brouillons", "Nouveau référentiel", "Boussole 2.0")] == [False] * 3


def test_a_version_is_cited_and_read_by_machines(client, loaded, settings, at):
    settings.VOLET_BASE_URL = "https://volet.example"
    version = find_version("boussole", "1.0")
    add_erratum(version=version, summary="Une virgule.", by=None, at=at)
    here = "https://volet.example/frameworks/boussole/1.0/"
    page = client.get(version.get_absolute_url())
    assert f"Boussole 1.0, « La Boussole », Atelier, 2024. {here} (consulté le" in text_of(page)
    assert page["Link"] == (
        f'<{here}>; rel="canonical", <{here}?format=json>; rel="alternate"; type="application/json"'
    )
    assert sorted(page["Vary"].split(", ")) == ["Accept", "Accept-Language", "Cookie", "HX-Request"]
    response = client.get(version.get_absolute_url(), headers={"accept": "application/json"})
    document = response.json()
    areas = [f"{here}{node(version, code).identifier}/" for code in ("1", "2")]
    assert (document["uri"], document["identifier"], document["children"]) == (here, version.identifier, areas)
    assert document["errata"] == [
        {"number": 1, "summary": "Une virgule.", "source": "", "at": "2026-03-02T09:00:00+00:00"}
    ]
    assert document["links"] == [
        {"rel": "canonical", "href": here},
        {"rel": "alternate", "href": f"{here}?format=html"},
    ]
    cited = text_of(client.get(node(version, "2.1").get_absolute_url()))
    assert "« Dessiner » (compétence 2.1), Boussole 1.0, « La Boussole », Atelier, 2024." in cited


@pytest.mark.parametrize("more", [1, 3])
def test_screens_of_authors_cost_the_same_whatever_they_show(
    client, load, author, at, more, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(slots, "panels", {})
    nodes = "".join(f'  - {{code: "{n}", kind: area, title: {{en: "N"}}}}\n' for n in range(3, 3 + more))
    load(FRAMEWORK + nodes, publish=False)
    draft = find_version("boussole", "1.0")
    session = 2
    budgets = {
        reverse("framework-edit", args=[draft.pk]): session + 5,
        reverse("framework-levels", args=[draft.pk]): session + 3,
        reverse("framework-publish", args=[draft.pk]): session + 7,
        reverse("competency-edit", args=[node(draft, "2.1").pk]): session + 7,
    }
    for address, budget in budgets.items():
        with django_assert_num_queries(budget):
            assert client.get(address).status_code == 200


def test_the_competencies_of_a_draft_are_not_found_from_the_list(client, author, draft):
    client.force_login(author, backend="people.backends.StaffBackend")
    assert "1 compétence pour « coeur »" in text_of(client.get("/frameworks/", {"q": "coeur"}))
