"""The screens of a move: who sees them, what they say, what they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from curriculum.actions.carried_drafts import abandon
from curriculum.models import CarryOver, CarryOverLine, CrosswalkVersion, DigitalStrandVersion
from curriculum.queries import find_strand
from people.models import Organisation
from tests.curriculum.conftest import text_of
from tests.curriculum.moves import NEW, OLD, TABLE, accept_proposals, aims, begin, start, strand

pytestmark = pytest.mark.django_db
LIST = "/carry-overs/atelier/1.0/"


@pytest.fixture
def crosswalk(load):
    return begin(load)


@pytest.fixture
def author(client, body, make_member):
    member = make_member(body, "author")
    client.force_login(member, backend="people.backends.StaffBackend")
    return client


@pytest.fixture
def move(crosswalk, at):
    return start(crosswalk, at)


def post(client, name, move, **data):
    return client.post(reverse(f"carry-over-{name}", args=[move.pk]), data, follow=True)


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


def decide(client, move, code, act="accept", to=(), level=1):
    entry = move.lines.get(origin__code=code)
    target = move.crosswalk_version.target
    chosen = [str(target.competencies.get(code=name).pk) for name in to]
    data = {"line": entry.pk, "act": act, "to": chosen, "level": target.levels.get(rank=level).pk if level else ""}
    return post(client, "decide", move, **data)


def test_the_whole_way_of_an_author(author, crosswalk, at):
    page = author.get(LIST)
    assert "0 à jour sur 1" in text_of(page)
    thing = f"strand:{find_strand('volet-brevet', '1.0').pk}"
    page = author.post(f"{LIST}start/", {"table": crosswalk.pk, "thing": thing}, follow=True)
    move = CarryOver.objects.get()
    assert page.redirect_chain[-1][0] == reverse("carry-over-detail", args=[move.pk])
    assert ["À relire (6)" in text_of(page), "Sans changement (1)" in text_of(page)] == [True, True]
    assert "1 ligne acceptée" in text_of(post(author, "accept", move))
    for code, to in {"1.2": ["1.2"], "1.3": ["1.3", "1.4"], "1.4": ["1.5"], "1.5": ["1.5"]}.items():
        decide(author, move, code, to=to)
    decide(author, move, "1.6", "drop")
    assert "Choisissez une compétence" in text_of(decide(author, move, "1.7"))
    assert "Tout est décidé" in text_of(decide(author, move, "1.7", to=["1.9"], level=2))
    page = post(author, "draft", move)
    assert "Volet volet-brevet 1.1" in text_of(page)
    assert 'href="/strands/volet-brevet/1.1/"' in page.content.decode()
    assert "Les lignes font 360 minutes en tout ; il en faut 420." in text_of(post(author, "publish", move))
    DigitalStrandVersion.objects.filter(pk=CarryOver.objects.get().draft_id).update(hours=6)
    assert "Publié avec Atelier 2.0" in text_of(post(author, "publish", move))
    assert "1 à jour sur 1" in text_of(author.get(LIST))
    assert find_strand("volet-brevet", "1.1").state == "published"


def test_every_waiting_thing_is_prepared_at_once(author, load, at):
    crosswalk = begin(load, strand(), strand("1.1", slug="deux"))
    load(strand("1.2", slug="brouillon"), publish=False)
    page = author.post(f"{LIST}start/", {"table": crosswalk.pk}, follow=True)
    assert CarryOver.objects.count() == 2
    said = text_of(page)
    assert "7 compétences visées : 1 sans changement, 6 à relire" in said
    assert "1 compétence visée : 1 sans changement, 0 à relire" in said
    assert "C'est un brouillon : publiez-le ou supprimez-le, puis revenez." in said


def test_what_has_a_draft_is_shown_with_what_to_do_and_refused(author, crosswalk, load):
    load(strand("1.1").replace('label: "1.0"\nlanguage', 'label: "1.5"\nlanguage'), publish=False)
    said = text_of(author.get(LIST))
    assert "Un brouillon existe déjà : publiez-le ou supprimez-le, puis revenez." in said
    thing = f"strand:{find_strand('volet-brevet', '1.0').pk}"
    page = author.post(f"{LIST}start/", {"table": crosswalk.pk, "thing": thing}, follow=True)
    assert "a déjà un brouillon" in text_of(page)
    assert CarryOver.objects.count() == 0


def test_giving_up_goes_back_to_the_list(author, move):
    page = post(author, "abandon", move)
    assert page.redirect_chain[-1][0] == f"{LIST}?table={move.crosswalk_version_id}"
    assert "C'est abandonné. Rien de publié n'a changé." in text_of(page)


def test_who_was_deciding_while_a_colleague_gave_up_is_told_and_led_to_the_list(author, move, at):
    abandon(carry_over=move, by=None, at=at)
    page = decide(author, move, "1.2", to=["1.2"])
    assert page.redirect_chain[-1][0] == f"{LIST}?table={move.crosswalk_version_id}"
    assert "C'est abandonné. Recommencez depuis la liste." in text_of(page)
    assert author.get(reverse("carry-over-detail", args=[move.pk])).status_code == 302


def test_what_was_begun_with_a_table_taken_out_of_use_stays_in_reach(author, crosswalk, move, load):
    load(strand("1.1", slug="deux"))
    detail = reverse("carry-over-detail", args=[move.pk])
    for state, said in (("superseded", "Une version plus récente de la table"), ("withdrawn", "a été retirée")):
        CrosswalkVersion.objects.filter(pk=crosswalk.pk).update(state=state)
        assert [said in text_of(author.get(page)) for page in (LIST, detail)] == [True, True]
        shown = [entry.title for kind in author.get(LIST).context["kinds"] for entry in kind.moves]
        assert shown == ["Volet volet-brevet"]
    post(author, "abandon", move)
    assert "Aucune table de correspondance n'est publiée" in text_of(author.get(LIST))


def test_a_draft_deleted_elsewhere_is_said_and_can_be_given_up(author, move, at):
    accept_proposals(move, at)
    for code in ("1.6", "1.7"):
        decide(author, move, code, "drop")
    post(author, "draft", move)
    draft = find_strand("volet-brevet", "1.1")
    draft.lines.all().delete()
    draft.delete()
    assert "Ce brouillon a été supprimé ailleurs." in text_of(author.get(reverse("carry-over-detail", args=[move.pk])))
    assert "Il n'y a pas de brouillon à publier." in text_of(post(author, "publish", move))
    post(author, "abandon", move)
    move.refresh_from_db()
    assert move.state == "abandoned"


def test_one_looks_for_another_competency(author, move):
    entry = move.lines.get(origin__code="1.6")
    address = reverse("carry-over-detail", args=[move.pk])
    page = author.get(address, {"line": entry.pk, "q": "JARDIN"})
    assert "1 compétence trouvée, ajoutée au choix ci-dessus." in text_of(page)
    (shown,) = (found for _n, _t, lines in page.context["groups"] for found in lines if found.line == entry)
    assert [(option.competency.code, option.chosen) for option in shown.options] == [("1.9", False)]
    assert "Rien ne correspond." in text_of(author.get(address, {"line": entry.pk, "q": "absent"}))
    for line in ("x", "9" * 30, "²", ""):
        assert author.get(address, {"line": line, "q": "jar\0din"}).status_code == 200


def test_what_changed_is_marked_and_why_is_told(author, move):
    page = author.get(reverse("carry-over-detail", args=[move.pk])).content.decode()
    assert re.search(r"Ranger des images <ins><span[^>]*>ajouté : </span>et des sons</ins>", page)
    assert re.search(r"<del><span[^>]*>supprimé : </span>Peindre</del>", page)
    assert "Les sons viennent en plus." in page
    assert "En rapport" in page


def test_after_a_decision_one_is_led_to_the_next_line_to_look_at(author, move, at):
    def led_to(code, act="accept", **data):
        page = decide(author, move, code, act, **data).redirect_chain[-1][0]
        return move.lines.get(pk=page.partition("#line-")[2]).origin.code if "#" in page else ""

    assert led_to("1.4", to=["1.5"]) == "1.5"
    assert [led_to(code, "drop") for code in ("1.5", "1.6", "1.7")] == ["1.6", "1.7", "1.2"]
    assert led_to("1.6", "reopen") == "1.6"
    assert [led_to(code, "drop") for code in ("1.2", "1.3", "1.6")] == ["1.3", "1.6", ""]


def test_what_is_published_leads_to_the_next_thing_that_waits(author, load, at):
    crosswalk = begin(load, strand("1.1", slug="un"), strand("1.1", slug="deux"))
    author.post(f"{LIST}start/", {"table": crosswalk.pk})
    assert "Continuer : Volet deux 1.0" in text_of(author.get(LIST))
    first, second = CarryOver.objects.order_by("subject_title")
    for verb in ("accept", "draft"):
        post(author, verb, first)
    page = post(author, "publish", first)
    assert reverse("carry-over-detail", args=[second.pk]) in page.content.decode()
    for verb in ("accept", "draft", "publish"):
        page = post(author, verb, second)
    assert "Continuer" not in text_of(page)
    assert "2 à jour sur 2" in text_of(author.get(LIST))


def test_one_decision_counts_for_all_alike(author, load, at):
    text = strand("1.2 1.1").replace('unit: A, competency: "1.1"', 'unit: B1, competency: "1.2"')
    move = start(begin(load, text), at)
    first = move.lines.first()
    chosen = aims(move, "1.2")[0]
    post(author, "decide", move, line=first.pk, act="alike", to=[chosen.competency], level=chosen.level)
    assert set(move.lines.values_list("state", flat=True)) == {"accepted"}
    post(author, "decide", move, line=first.pk, act="reopen")
    assert sorted(move.lines.values_list("state", flat=True)) == ["accepted", "proposed"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"line": "0", "act": "accept"},
        {"line": "\0", "act": "accept"},
        {"line": "x", "act": "burn"},
        {"act": "accept", "to": "x", "level": "x"},
        {"act": "accept", "to": ["\0"], "level": "\0"},
        {"act": "accept", "to": ["00000000-0000-0000-0000-000000000000"]},
    ],
)
def test_nonsense_changes_nothing_and_is_told(author, move, data):
    data = {"line": move.lines.first().pk, **data} if "to" in data else data
    assert post(author, "decide", move, **data).status_code == 200
    assert set(CarryOverLine.objects.values_list("state", flat=True)) == {"proposed"}


def test_a_colleague_who_was_faster_is_told_of(author, move, at):
    accept_proposals(move, at)
    page = decide(author, move, "1.3", to=["1.4"])
    assert "Une autre personne a décidé de cette ligne entre-temps." in text_of(page)
    decided = move.lines.get(origin__code="1.3").targets.order_by("competency__code")
    assert [target.competency.code for target in decided] == ["1.3", "1.4"]


def test_only_the_owners_writers_move_a_thing(client, crosswalk, move, make_body, make_member):
    address = reverse("carry-over-detail", args=[move.pk])
    assert client.get(LIST).url.startswith("/account/login/")
    other = make_member(make_body("Les Ormes"), "author", "Otto")
    client.force_login(other, backend="people.backends.StaffBackend")
    said = text_of(client.get(LIST))
    assert "Rien à mettre à jour chez vous" in said
    assert "est à Les Pins, qui le mettra à jour" in said
    assert client.get(address).status_code == 404
    for verb in ("decide", "accept", "draft", "publish", "abandon"):
        assert post(client, verb, move).status_code == 404
    client.post(f"{LIST}start/", {"table": crosswalk.pk, "thing": f"strand:{move.subject_id}"})
    assert CarryOver.objects.count() == 1
    trainer = make_member(Organisation.objects.get(name="Les Ormes"), "trainer", "Tina")
    client.force_login(trainer, backend="people.backends.StaffBackend")
    assert client.get(LIST).status_code == 404


def test_drafts_of_others_are_nobody_elses_business(client, crosswalk, load, make_body, make_member):
    load(strand("1.1", slug="secret"), publish=False)
    client.force_login(make_member(make_body("Les Ormes"), "author", "Otto"), backend="people.backends.StaffBackend")
    assert "secret" not in text_of(client.get(LIST))


def test_without_a_table_the_page_says_what_is_missing(author, load):
    load(OLD)
    load(NEW)
    assert "Aucune table de correspondance n'est publiée" in text_of(author.get(LIST))
    assert author.post(f"{LIST}start/", {"table": "x"}).status_code == 404
    assert "aucune table publiée ne dit ce que ses compétences deviennent" in text_of(
        author.get("/frameworks/atelier/1.0/")
    )


def test_one_chooses_among_several_tables(author, crosswalk, load, client):
    load(OLD.replace("atelier", "autre"))
    other = TABLE.replace("atelier-1-2", "vers-autre").replace(
        '{slug: atelier, label: "2.0"}', '{slug: autre, label: "1.0"}'
    )
    load(other.replace('"1.9"', '"1.2"').replace("kind: related", "kind: related"))
    page = author.get(LIST)
    assert [str(table.target) for table in page.context["tables"]] == ["Atelier 2.0", "Atelier 1.0"]
    chosen = page.context["tables"][1]
    assert author.get(LIST, {"table": chosen.pk}).context["table"] == chosen
    assert author.get(LIST, {"table": "x"}).context["table"] == page.context["tables"][0]


def test_pages_of_versions_lead_there_for_writers_only(client, crosswalk, body, make_member):
    ways = {
        "/frameworks/atelier/1.0/": "Mettre à jour vers Atelier 2.0",
        "/frameworks/atelier/2.0/": "Mettre à jour ce qui vise Atelier 1.0",
    }
    ways |= {"/strands/volet-brevet/1.0/": "Les compétences visées ici sont celles de Atelier 1.0, qui est remplacé."}
    for address, words in ways.items():
        assert words not in text_of(client.get(address))
    client.force_login(make_member(body, "author"), backend="people.backends.StaffBackend")
    for address, words in ways.items():
        page = client.get(address)
        assert words in text_of(page)
        assert f'href="{LIST}' in page.content.decode()


def test_the_list_costs_the_same_with_one_thing_or_three(author, load, at):
    crosswalk = begin(load)
    one = cost(author, LIST)
    load(strand("1.1 1.2", slug="deux"), strand("1.3", slug="trois"))
    start(crosswalk, at, "deux")
    assert (one, cost(author, LIST)) == (10, 10)


def test_a_move_costs_the_same_with_one_line_or_seven(author, load, at):
    crosswalk = begin(load, strand(), strand("1.1", slug="un"))
    pages = [reverse("carry-over-detail", args=[start(crosswalk, at, slug).pk]) for slug in ("un", "volet-brevet")]
    assert [cost(author, page) for page in pages] == [9, 9]
    line = CarryOverLine.objects.filter(origin__code="1.6").get()
    assert cost(author, f"{pages[1]}?line={line.pk}&q=jardin") == 10
