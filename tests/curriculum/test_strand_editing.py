"""The editor of strands: one line at a time, its balance, its refusals, two authors, and what nobody else reaches."""

import re
from datetime import date

import pytest

from curriculum.actions.strand_editing import LineContent, StrandFacts, move_line, save_line, set_strand_facts
from curriculum.actions.strand_starting import adapt_strand, next_strand_version
from curriculum.models import Competency, DigitalStrand, DigitalStrandVersion, StrandLine
from curriculum.queries import find_reference, find_strand, find_version
from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND, text_of

pytestmark = pytest.mark.django_db

EDIT = "/strands/volet-brevet/1.0/edit/"
NEW = f"{EDIT}lines/new/"


@pytest.fixture
def draft(load):
    load(FRAMEWORK, REFERENCE)
    load(STRAND, publish=False)
    return find_strand("volet-brevet", "1.0")


@pytest.fixture
def author(client, body, make_member):
    person = make_member(body, "author")
    client.force_login(person, backend="people.backends.StaffBackend")
    return person


def token():
    return DigitalStrandVersion.objects.get(state="draft").edit_token


def typed(draft, **changes):
    """What the form of a line sends."""
    unit, competency = draft.reference_version.units.get(code="A"), Competency.objects.get(code="2.1")
    level = draft.framework_version.levels.get(rank=1)
    base = {"unit": unit.pk, "competency": competency.pk, "level": level.pk, "minutes": 15, "effect": "content"}
    return {**base, "statement": "sait coller", "edit_token": token(), **changes}


def content(line, **changes):
    names = ("unit", "competency", "level", "minutes", "statement", "effect", "legal_basis", "starts_on", "ends_on")
    return LineContent(**{name: getattr(line, name) for name in names} | changes)


def test_a_line_is_added_at_the_end_of_its_unit_and_the_balance_follows(client, author, draft):
    assert "Le compte est bon 2 h sur les 2 h annoncées" in text_of(client.get(EDIT))
    response = client.post(NEW, typed(draft))
    line = StrandLine.objects.get(statement="sait coller")
    assert response.url == f"{EDIT}#line-{line.pk}"
    page = text_of(client.get(EDIT))
    assert "Il y a 15 min de trop 2 h 15 sur les 2 h annoncées" in page
    assert page.index("Sait garder des données") < page.index("Sait coller") < page.index("Sait dessiner")


def test_the_balance_is_shown_before_a_line_is_saved(client, author, draft):
    line = draft.lines.get(statement="sait veiller sur sa santé")
    page = text_of(client.get(f"{EDIT}lines/{line.pk}/", {"minutes": "30"}))
    assert "Il manque 15 min 1 h 45 sur les 2 h annoncées" in page
    assert "Il y a 20 min de trop" in text_of(client.get(NEW, {"minutes": "20"}))
    assert "Le compte est bon" in text_of(client.get(NEW, {"minutes": "beaucoup"}))


def test_a_line_is_changed_in_its_place(client, author, draft):
    line = draft.lines.get(statement="sait veiller sur sa santé")
    client.post(f"{EDIT}lines/{line.pk}/", typed(draft, statement="sait   dormir\n mieux", effect="reduction"))
    changed = StrandLine.objects.get(pk=line.pk)
    assert (changed.statement, changed.effect, changed.position) == ("sait dormir mieux", "reduction", line.position)


def test_a_copy_starts_from_another_line_and_a_unit_is_remembered(client, author, draft):
    line = draft.lines.get(statement="sait dessiner une affiche")
    page = client.get(NEW, {"copy": line.pk}).content.decode()
    assert "sait dessiner une affiche</textarea>" in page
    unit = draft.reference_version.units.get(code="B2")
    assert f'<option value="{unit.pk}" selected>' in client.get(NEW, {"unit": unit.pk}).content.decode()
    assert client.get(NEW, {"copy": "rien", "unit": "rien"}).status_code == 200
    assert draft.lines.count() == 3


REFUSED = [
    ({"effect": "equivalence"}, "Une équivalence vient d'un texte légal : citez-le."),
    ({"effect": "equivalence", "legal_basis": "Arrêté"}, "Une équivalence a une date d'entrée en vigueur : donnez-la."),
    ({"starts_on": "2027-02-01", "ends_on": "2027-01-01"}, "La date de fin précède la date de début."),
    ({"minutes": "0"}, "Assurez-vous que cette valeur est supérieure ou égale à 1."),
    ({"minutes": "9" * 40}, "Assurez-vous que cette valeur est inférieure ou égale à 120000."),
    ({"competency": "nulle"}, "nulle"),
    ({"unit": "11111111-1111-4111-8111-111111111111"}, "Sélectionnez un choix valide."),
]


@pytest.mark.parametrize(("changes", "_why"), REFUSED, ids=[str(sorted(changes)) for changes, _why in REFUSED])
def test_what_makes_no_sense_is_refused_and_what_was_typed_stays(client, author, draft, changes, _why):
    response = client.post(NEW, typed(draft, statement="sait y tenir", **changes))
    assert response.status_code == 200
    assert "À corriger" in text_of(response)
    assert "sait y tenir</textarea>" in response.content.decode()
    assert draft.lines.count() == 3
    if _why.startswith(("Une équivalence", "La fin")):
        assert _why in text_of(response)


def test_a_unit_asks_a_competency_at_a_level_once(client, author, draft):
    twin = draft.lines.get(statement="sait veiller sur sa santé")
    response = client.post(NEW, typed(draft, competency=twin.competency_id))
    assert "Cette unité demande déjà cette compétence à ce niveau" in text_of(response)
    assert client.post(f"{EDIT}lines/{twin.pk}/", typed(draft, competency=twin.competency_id)).status_code == 302


def test_an_equivalence_with_its_text_and_its_date_is_written(client, author, draft):
    client.post(NEW, typed(draft, effect="equivalence", legal_basis="Arrêté du 2 mai", starts_on="2027-01-01"))
    line = StrandLine.objects.get(effect="equivalence")
    assert (line.legal_basis, line.starts_on) == ("Arrêté du 2 mai", date(2027, 1, 1))


def test_a_line_goes_up_and_down_among_those_of_its_unit(client, author, draft):
    first, last = draft.lines.filter(unit__code="A").order_by("position")

    def order():
        return list(draft.lines.filter(unit__code="A").order_by("position").values_list("pk", flat=True))

    client.post(f"{EDIT}lines/{first.pk}/move/", {"way": "down", "edit_token": token()})
    assert order() == [last.pk, first.pk]
    client.post(f"{EDIT}lines/{first.pk}/move/", {"way": "down", "edit_token": token()})
    assert order() == [last.pk, first.pk]
    client.post(f"{EDIT}lines/{first.pk}/move/", {"way": "up", "edit_token": token()})
    assert order() == [first.pk, last.pk]


def test_a_line_is_removed(client, author, draft):
    line = draft.lines.first()
    page = text_of(client.post(f"{EDIT}lines/{line.pk}/remove/", {"edit_token": token()}, follow=True))
    assert f"La ligne « {line.statement} » est supprimée." in page
    assert draft.lines.count() == 2


def test_the_second_of_two_authors_is_told_and_loses_nothing(client, author, draft, body, make_member, at):
    line, before = draft.lines.get(statement="sait veiller sur sa santé"), token()
    bob = make_member(body, "certifier", "Bob")
    save_line(
        version=draft, edit_token=before, content=content(line, statement="sait dormir"), line=line, by=bob, at=at
    )
    address = f"{EDIT}lines/{line.pk}/"
    response = client.post(address, typed(draft, statement="sait courir", edit_token=before))
    page = response.content.decode()
    assert "Une autre personne a modifié ce brouillon" in text_of(response)
    assert "La ligne dit maintenant : sait dormir" in text_of(response)
    assert "sait courir</textarea>" in page
    assert StrandLine.objects.get(pk=line.pk).statement == "sait dormir"
    fresh = re.search(r'name="edit_token" value="(\w+)"', page)[1]
    assert client.post(address, typed(draft, statement="sait courir", edit_token=fresh)).status_code == 302
    assert StrandLine.objects.get(pk=line.pk).statement == "sait courir"


def test_a_line_that_a_colleague_removed_meanwhile_can_be_added_again(client, author, draft):
    address, sent = f"{EDIT}lines/{draft.lines.first().pk}/", typed(draft, statement="sait rester")
    draft.lines.first().delete()
    response = client.post(address, sent)
    assert "Une autre personne a supprimé cette ligne." in text_of(response)
    assert "sait rester</textarea>" in response.content.decode()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("way", ["move", "remove"])
def test_moving_or_removing_what_a_colleague_changed_changes_nothing(client, author, draft, way):
    line = draft.lines.filter(unit__code="A").order_by("position").first()
    page = text_of(client.post(f"{EDIT}lines/{line.pk}/{way}/", {"way": "down", "edit_token": "old"}, follow=True))
    assert "Une autre personne a modifié ce brouillon" in page
    assert draft.lines.order_by("position").first() == line


def facts(**changes):
    base = {"title": "Volet", "hours": "2", "standing": "proposal", "introduction": "Bonjour", "edit_token": token()}
    return base | changes


def test_a_strand_says_what_it_is_with_a_preview_that_writes_nothing(client, author, draft):
    response = client.post(f"{EDIT}facts/", facts(introduction="**gras**", preview="1"))
    assert "<strong>gras</strong>" in response.content.decode()
    draft.refresh_from_db()
    assert draft.title == "Volet numérique du brevet"
    assert client.post(f"{EDIT}facts/", facts(introduction="**gras**")).url == EDIT
    draft.refresh_from_db()
    assert (draft.title, draft.introduction, draft.standing) == ("Volet", "**gras**", "proposal")


STANDINGS = [
    ({"standing": "adopted"}, "Donnez la date : sans elle, personne ne sait depuis quand."),
    ({"standing": "statutory", "standing_on": "2027-01-01"}, "Citez le texte qui prévoit ce volet : article et date."),
    ({"standing": "statutory", "legal_basis": "Arrêté"}, "Donnez la date : sans elle, personne ne sait depuis quand."),
    ({"introduction": "[" * 5_000}, "À corriger"),
    ({"edit_token": "old"}, "Votre texte est toujours ici."),
]


@pytest.mark.parametrize(("changes", "why"), STANDINGS)
def test_a_standing_without_its_date_or_its_text_is_refused(client, author, draft, changes, why):
    response = client.post(f"{EDIT}facts/", facts(title="Mon titre", **changes))
    assert why in text_of(response)
    assert 'value="Mon titre"' in response.content.decode()
    draft.refresh_from_db()
    assert (draft.title, draft.standing) == ("Volet numérique du brevet", "proposal")


def test_a_proposal_cites_no_text_and_an_adoption_only_its_day(author, draft, at):
    said = StrandFacts("T", 2, standing="adopted", standing_on=date(2027, 1, 1), legal_basis="Arrêté")
    draft = set_strand_facts(version=draft, edit_token=draft.edit_token, facts=said, by=author, at=at)
    assert (draft.standing_on, draft.legal_basis) == (date(2027, 1, 1), "")
    said = StrandFacts("T", 2, standing_on=date(2027, 1, 1), legal_basis="Arrêté")
    draft = set_strand_facts(version=draft, edit_token=draft.edit_token, facts=said, by=author, at=at)
    assert (draft.standing_on, draft.legal_basis) == (None, "")


def test_what_is_published_is_not_edited(client, author, loaded, at):
    version = find_strand("volet-brevet", "1.0")
    line = version.lines.first()
    said = {"edit_token": version.edit_token, "statement": "sait trop tard"}
    for address in (EDIT, f"{EDIT}facts/", NEW, f"{EDIT}lines/{line.pk}/"):
        assert client.get(address).url == "/strands/volet-brevet/1.0/"
    form = {"unit": line.unit_id, "competency": line.competency_id, "level": line.level_id, "minutes": 5, **said}
    response = client.post(f"{EDIT}lines/{line.pk}/", form | {"effect": "content"})
    assert "est publié : il ne change plus" in text_of(response)
    assert "sait trop tard</textarea>" in response.content.decode()
    client.post(f"{EDIT}lines/{line.pk}/remove/", said)
    assert version.lines.count() == 3


def test_lines_of_another_framework_or_training_are_refused(author, draft, load, at):
    other = FRAMEWORK.replace("slug: boussole", "slug: carte")
    load(other, REFERENCE.replace("slug: brevet", "slug: autre"))
    line = draft.lines.first()
    strangers = {
        "unit": find_reference("autre", "2020").units.first(),
        "competency": find_version("carte", "1.0").competencies.get(code="1.1"),
        "level": find_version("carte", "1.0").levels.first(),
    }
    for name, stranger in strangers.items():
        with pytest.raises(Exception, match=r"n'appartient pas à|ne vient pas de") as error:
            save_line(
                version=draft,
                edit_token=draft.edit_token,
                content=content(line, **{name: stranger}),
                line=line,
                by=author,
                at=at,
            )
        assert list(error.value.message_dict) == [name]


def test_a_line_of_another_strand_is_not_moved(author, draft, at):
    line = StrandLine(unit=draft.lines.first().unit)
    with pytest.raises(Exception, match="Cette ligne n'est plus là"):
        move_line(version=draft, edit_token=draft.edit_token, line=line, down=True, by=author, at=at)


def test_a_large_framework_is_searched(client, author, load, monkeypatch):
    monkeypatch.setattr("curriculum.queries.strand_nodes.MOST_CHOICES", 1)
    load(FRAMEWORK, REFERENCE)
    load(STRAND, publish=False)
    draft = find_strand("volet-brevet", "1.0")
    page = client.get(NEW).content.decode()
    assert (page.count("Veiller sur"), page.count("Dessiner")) == (1, 0)
    response = client.post(NEW, typed(draft, find="DESSINÉR", look="1", competency=""))
    assert "Dessiner" in text_of(response)
    assert "Veiller sur" not in text_of(response)
    assert draft.lines.count() == 3
    assert client.post(NEW, typed(draft, find="rien du tout")).status_code == 302


def test_a_body_takes_over_what_another_published(client, loaded, make_body, make_member):
    charlie = make_member(make_body("Les Chênes"), "author", "Charlie")
    client.force_login(charlie, backend="people.backends.StaffBackend")
    assert client.get(EDIT).status_code == 404
    response = client.post("/strands/volet-brevet/1.0/adapt/", {"adopted_on": "2027-03-03"})
    assert response.url == "/strands/volet-brevet-les-chenes/1.0/edit/"
    draft = find_strand("volet-brevet-les-chenes", "1.0")
    assert (draft.author, draft.standing, draft.standing_on) == ("Les Chênes", "adopted", date(2027, 3, 3))
    assert draft.introduction.startswith(
        "*Repris par Les Chênes de « Volet numérique du brevet », version 1.0 (Équipe Volet).*"
    )
    assert draft.forked_from == find_strand("volet-brevet", "1.0")
    shown = text_of(client.get(draft.get_absolute_url()))
    assert "Adopté par Les Chênes le 3 mars 2027" in shown
    assert "Repris de Volet numérique du brevet 1.0 · Proposition de l'Équipe Volet" in shown
    said = [tuple(draft.lines.values_list("statement", flat=True)), draft.lines.first().position]
    assert said == [("sait veiller sur sa santé", "sait dessiner une affiche", "sait garder des données"), 1]


def test_a_draft_is_taken_over_by_nobody(author, draft, body, at):
    with pytest.raises(Exception, match="n'est pas publié"):
        adapt_strand(version=draft, owner=body, adopted_on=date(2027, 1, 1), by=author, at=at)


def test_a_new_version_follows_and_supersedes(client, author, loaded):
    response = client.post("/strands/volet-brevet/1.0/next/")
    assert response.url == "/strands/volet-brevet/1.1/edit/"
    assert client.post("/strands/volet-brevet/1.0/next/").url == response.url
    draft = find_strand("volet-brevet", "1.1")
    page = text_of(client.post("/strands/volet-brevet/1.1/publish/", {"edit_token": draft.edit_token}, follow=True))
    assert "Le volet est publié." in page
    assert find_strand("volet-brevet", "1.0").state == "superseded"


@pytest.mark.parametrize(("label", "following"), [("1.9", "1.10"), ("2027", "2027.1"), ("pilote", "pilote-2")])
def test_the_next_label_counts_on(author, load, at, label, following):
    load(
        FRAMEWORK,
        REFERENCE,
        STRAND.replace('label: "1.0"\nlanguage: fr\ntitle: "Volet', f'label: "{label}"\nlanguage: fr\ntitle: "Volet'),
    )
    assert next_strand_version(version=find_strand("volet-brevet", label), by=author, at=at).label == following


def test_a_strand_is_written_from_nothing_and_published(client, author, load):
    load(FRAMEWORK, REFERENCE)
    reference, framework = find_reference("brevet", "2020"), find_version("boussole", "1.0")
    page = client.get("/strands/new/", {"reference": "brevet@2020"}).content.decode()
    assert 'value="Volet numérique : Brevet"' in page
    sent = {"reference_version": reference.pk, "framework_version": framework.pk, "title": "Étrange !", "hours": 1}
    assert client.post("/strands/new/", sent | {"hours": "zéro"}).status_code == 200
    assert client.post("/strands/new/", sent).url == "/strands/etrange/1.0/edit/"
    draft = find_strand("etrange", "1.0")
    assert (draft.author, draft.standing, draft.hours) == ("Les Pins", "proposal", 1)
    publish = "/strands/etrange/1.0/publish/"
    assert "est vide : ajoutez au moins une ligne" in text_of(client.get(publish))
    client.post("/strands/etrange/1.0/edit/lines/new/", typed(draft, minutes=45))
    assert "Les lignes font 45 minutes en tout ; il en faut 60." in text_of(client.get(publish))
    page = text_of(client.post(publish, {"edit_token": token()}, follow=True))
    assert "Les lignes font 45 minutes" in page
    client.post("/strands/etrange/1.0/edit/lines/new/", typed(draft, minutes=15, level=framework.levels.get(rank=2).pk))
    assert "Relisez-le, puis publiez" in text_of(client.post(publish, {"edit_token": "old"}, follow=True))
    assert client.post(publish, {"edit_token": token()}).url == "/strands/etrange/1.0/"
    assert client.get(publish).url == "/strands/etrange/1.0/"
    client.logout()
    assert "Proposition de Les Pins" in text_of(client.get("/strands/etrange/1.0/"))


def test_two_strands_may_bear_the_same_title(client, author, load):
    load(FRAMEWORK, REFERENCE)
    pointed = {
        "reference_version": find_reference("brevet", "2020").pk,
        "framework_version": find_version("boussole", "1.0").pk,
    }
    for _time in range(3):
        client.post("/strands/new/", pointed | {"title": "Même titre", "hours": 1})
    assert sorted(DigitalStrand.objects.values_list("slug", flat=True)) == [
        "meme-titre",
        "meme-titre-2",
        "meme-titre-3",
    ]


def test_a_draft_is_thrown_away_and_a_published_version_withdrawn(client, author, loaded):
    client.post("/strands/volet-brevet/1.0/next/")
    away = "/strands/volet-brevet/1.1/discard/"
    assert "Supprimer ce brouillon ?" in text_of(client.get(away))
    assert client.post(away, {"edit_token": "old"}).url == away
    assert client.post(away, {"edit_token": token()}).url == "/strands/"
    assert find_strand("volet-brevet", "1.1") is None
    assert client.get("/strands/volet-brevet/1.0/discard/").status_code == 404
    withdraw = "/strands/volet-brevet/1.0/withdraw/"
    assert "À corriger" in text_of(client.post(withdraw, {"reason": " "}))
    assert "Cette version a été retirée" in text_of(client.post(withdraw, {"reason": "Erreur"}, follow=True))
    assert client.get(withdraw).status_code == 404


def test_the_only_draft_of_a_strand_takes_it_away(client, author, draft):
    client.post("/strands/volet-brevet/1.0/discard/", {"edit_token": token()})
    assert DigitalStrand.objects.count() == 0


def test_the_reference_offers_to_add_a_strand_to_those_who_write(client, author, loaded):
    assert "Ajouter un volet numérique" in text_of(client.get("/references/brevet/2020/"))
    client.logout()
    assert "Ajouter un volet numérique" not in text_of(client.get("/references/brevet/2020/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_editor_costs_the_same_whatever_it_shows(client, author, load, count, django_assert_num_queries):
    lines = "".join(
        f'  - {{unit: U{n}, competency: "1.1", level: 1, minutes: 60, statement: "sait"}}\n' for n in range(count)
    )
    units = "".join(f'  - {{code: U{n}, kind: unit, title: "U", verified: true}}\n' for n in range(count))
    load(FRAMEWORK, REFERENCE.replace("units:", f"units:\n{units}", 1))
    load(STRAND.replace("hours: 2", f"hours: {2 + count}") + lines, publish=False)
    client.get("/strands/")
    for address, budget in ((EDIT, 8), (NEW, 12), (f"{EDIT}facts/", 5), ("/strands/volet-brevet/1.0/publish/", 6)):
        with django_assert_num_queries(budget):
            assert client.get(address).status_code == 200
