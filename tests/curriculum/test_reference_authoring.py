"""Writing training references: the next draft, one part at a time, two authors at once, publication, withdrawal."""

import pytest
from django.core.exceptions import ValidationError

from content.versions import State
from curriculum.actions.reference_editing import fork_reference, withdraw_reference
from curriculum.actions.reference_parts import save_fact
from curriculum.actions.reference_units import move_unit, remove_unit, save_unit
from curriculum.formats import digest_of
from curriculum.models import DigitalStrandVersion, HostLink, TrainingReferenceVersion
from curriculum.queries import reference_spec
from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND, text_of

pytestmark = pytest.mark.django_db
BASE = "/references/brevet/2026/"


@pytest.fixture
def author(client, body, make_member):
    person = make_member(body, "author")
    client.force_login(person, backend="people.backends.StaffBackend")
    return person


@pytest.fixture
def published(load):
    load(REFERENCE)
    return TrainingReferenceVersion.objects.get()


@pytest.fixture
def draft(published, author, at):
    return fork_reference(version=published, label="2026", by=author, at=at)


@pytest.fixture
def post(client, draft):
    """Posts to a page of the draft with its token of now, unless another is given."""

    def run(path, **data):
        data.setdefault("edit_token", TrainingReferenceVersion.objects.get(pk=draft.pk).edit_token)
        return client.post(BASE + path, data)

    return run


def fact_of(draft, key):
    draft.refresh_from_db()
    return next(fact for fact in draft.facts if fact["key"] == key)


def tree_of(draft):
    """Code → code of what it is in, in order."""
    units = draft.units.select_related("parent").order_by("position")
    return [(unit.code, unit.parent.code if unit.parent else "") for unit in units]


FACT = {"label": "Âge minimal", "value": "17 ans", "source": "Arrêté, article 2", "verified": "on"}
UNIT = {"kind": "unit", "code": "C", "title": "Unité C", "note": "", "hours": "", "choose": "", "parent": ""}


def test_the_next_draft_says_all_that_the_text_says(client, published, author):
    response = client.post("/references/brevet/2020/new/", {"label": "2026"})
    assert response.headers["Location"] == BASE + "edit/"
    draft = TrainingReferenceVersion.objects.get(state=State.DRAFT)
    assert (draft.number, draft.predecessor) == (2, published)
    old, new = reference_spec(published), reference_spec(draft)
    for name in ("title", "legal_text", "facts", "codes", "units", "hosts", "starts_on", "kind"):
        assert getattr(old, name) == getattr(new, name), name
    assert draft.digest == digest_of(new)


def test_hosts_are_copied_too(published, load, author, at):
    load(REFERENCE.replace("slug: brevet", "slug: autre"), publish=False)
    other = TrainingReferenceVersion.objects.get(state=State.DRAFT)
    HostLink.objects.create(version=other, host=published.reference, name="Brevet", position=1, verified=True)
    TrainingReferenceVersion.objects.filter(pk=other.pk).update(state="published", published_at=at)
    other.refresh_from_db()
    copy = fork_reference(version=other, label="2", by=None, at=at)
    assert [(link.name, link.host, link.verified) for link in copy.hosts.all()] == [
        ("Brevet", published.reference, True)
    ]


def test_a_training_has_one_draft_and_the_second_author_is_led_to_it(client, draft):
    page = text_of(client.get("/references/brevet/2020/new/"))
    assert "Un brouillon est déjà ouvert" in page
    response = client.post("/references/brevet/2020/new/", {"label": "2027"})
    assert response.status_code == 200
    assert TrainingReferenceVersion.objects.count() == 2


@pytest.mark.parametrize("label", ["", "2020", "a/b", "x" * 21])
def test_a_number_that_is_taken_or_none_is_refused_on_its_field(client, published, author, label):
    response = client.post("/references/brevet/2020/new/", {"label": label})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["label"])


def test_the_text_of_a_draft_is_changed(post, draft):
    response = post(
        "edit/", label="2027", title=" Brevet neuf ", legal_text="Arrêté", starts_on="2027-01-01", ends_on="2030-01-01"
    )
    assert response.headers["Location"] == "/references/brevet/2027/edit/"
    draft.refresh_from_db()
    assert (draft.label, draft.title, draft.legal_text, str(draft.starts_on)) == (
        "2027",
        "Brevet neuf",
        "Arrêté",
        "2027-01-01",
    )
    assert draft.digest == digest_of(reference_spec(draft))


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"label": "2020"},
        {"starts_on": "2027-02-30"},
        {"starts_on": "2027-01-01", "ends_on": "2026-01-01"},
    ],
)
def test_what_makes_no_sense_is_sent_back_as_it_was_typed(post, draft, change):
    typed = {"label": "2026", "title": "Un titre tout neuf", "legal_text": "", "starts_on": "", "ends_on": ""}
    response = post("edit/", **typed | change)
    assert response.status_code == 200
    assert "À corriger" in text_of(response)
    draft.refresh_from_db()
    assert draft.title == "Brevet d'essai"


def test_the_second_of_two_authors_is_told_and_loses_nothing(post, draft):
    first = draft.edit_token
    post("edit/fact/age/", **FACT)
    response = post("edit/fact/age/", **FACT | {"value": "18 ans révolus"}, edit_token=first)
    page = text_of(response)
    assert "Une autre personne a modifié ce brouillon pendant que vous écriviez" in page
    assert "18 ans révolus</textarea>" in response.content.decode()
    assert "Ce que dit le brouillon maintenant De quoi s'agit-il ? Âge minimal Ce que l'on sait 17 ans" in page
    assert fact_of(draft, "age")["value"] == "17 ans"
    again = response.context["form"].data["edit_token"]
    assert post("edit/fact/age/", **FACT | {"value": "18 ans révolus"}, edit_token=again).status_code == 302
    assert fact_of(draft, "age")["value"] == "18 ans révolus"


def test_a_fact_is_verified_only_with_a_source(post, draft):
    response = post("edit/fact/age/", **FACT | {"source": "  "})
    assert list(response.context["form"].errors) == ["source"]
    assert fact_of(draft, "age") == {
        "key": "age",
        "label": "Âge minimal",
        "value": "18 ans",
        "source": "",
        "verified": False,
    }
    assert post("edit/fact/age/", **FACT).headers["Location"] == BASE + "edit/#facts"
    assert fact_of(draft, "age") == {
        "key": "age",
        "label": "Âge minimal",
        "value": "17 ans",
        "source": "Arrêté, article 2",
        "verified": True,
    }


def test_facts_are_added_with_a_key_of_their_own_and_taken_out(post, draft):
    for _time in range(2):
        post("edit/fact/", **FACT)
    post("edit/fact/", **FACT | {"label": "2e stage"})
    draft.refresh_from_db()
    assert [fact["key"] for fact in draft.facts] == ["level", "age", "age_minimal", "age_minimal_2", "fact_2e_stage"]
    post("edit/fact/age_minimal/", remove="1")
    draft.refresh_from_db()
    assert [fact["key"] for fact in draft.facts] == ["level", "age", "age_minimal_2", "fact_2e_stage"]


CODE = {"registry": "RNCP", "code": "RNCP40871", "status": "active", "source": "la fiche", "verified": "on"}
CODE |= {"starts_on": "", "ends_on": "2030-06-25", "delivery_until": "2032-06-25"}


def test_codes_are_added_changed_and_taken_out(post, draft):
    assert post("edit/code/", **CODE).headers["Location"] == BASE + "edit/#codes"
    code = draft.codes.get(code="RNCP40871")
    assert (code.status, str(code.ends_on), str(code.delivery_until)) == ("active", "2030-06-25", "2032-06-25")
    post(f"edit/code/{code.pk}/", **CODE | {"status": "inactive"})
    code.refresh_from_db()
    assert code.status == "inactive"
    assert "est déjà là" in text_of(post("edit/code/", **CODE))
    assert post("edit/code/", **CODE | {"code": "40871"}).context["form"].errors["code"]
    post(f"edit/code/{code.pk}/", remove="1")
    assert [entry.code for entry in draft.codes.all()] == ["RNCP1"]


def test_hosts_are_added_changed_and_taken_out(post, draft):
    host = {"name": "DEJEPS", "host": "", "source": "", "verified": ""}
    post("edit/host/", **host)
    post("edit/host/", **host | {"name": "BPJEPS"})
    assert [(link.name, link.position) for link in draft.hosts.all()] == [("DEJEPS", 1), ("BPJEPS", 2)]
    link = draft.hosts.first()
    assert post(f"edit/host/{link.pk}/", **host | {"verified": "on"}).context["form"].errors["source"]
    post(f"edit/host/{link.pk}/", **host | {"verified": "on", "source": "Arrêté"})
    link.refresh_from_db()
    assert link.verified
    assert "est déjà là" in text_of(post("edit/host/", **host))
    post(f"edit/host/{link.pk}/", remove="1")
    assert [entry.name for entry in draft.hosts.all()] == ["BPJEPS"]


def test_units_are_added_below_others_moved_and_taken_out(post, draft):
    b = draft.units.get(code="B")
    post("edit/unit/", **UNIT)
    post("edit/unit/", **UNIT | {"code": "B3", "kind": "option", "parent": b.pk})
    assert tree_of(draft) == [("A", ""), ("B", ""), ("B1", "B"), ("B2", "B"), ("B3", "B"), ("C", "")]
    c, a = draft.units.get(code="C"), draft.units.get(code="A")
    post(f"move/{c.pk}/", to="up")
    post(f"move/{a.pk}/", to="up")
    assert tree_of(draft) == [("A", ""), ("C", ""), ("B", ""), ("B1", "B"), ("B2", "B"), ("B3", "B")]
    post(f"edit/unit/{c.pk}/", **UNIT | {"parent": b.pk, "title": "Option trois"})
    assert tree_of(draft)[-1] == ("C", "B")
    post(f"edit/unit/{c.pk}/", remove="1")
    assert tree_of(draft) == [("A", ""), ("B", ""), ("B1", "B"), ("B2", "B"), ("B3", "B")]
    assert [unit.position for unit in draft.units.order_by("position")] == [1, 2, 3, 4, 5]


def test_the_page_of_a_unit_to_add_below_another_says_so(client, draft):
    form = client.get(BASE + "edit/unit/?in=B").context["form"]
    assert (form.initial["parent"].code, form.initial["kind"]) == ("B", "option")
    assert "parent" not in client.get(BASE + "edit/unit/?in=nowhere").context["form"].initial


def test_a_tree_that_makes_no_sense_is_refused(post, draft):
    b, b1 = draft.units.get(code="B"), draft.units.get(code="B1")
    before = reference_spec(draft).units
    b_data = UNIT | {"code": "B", "title": "Unité B", "choose": "1"}
    for path, data, field in (
        (f"edit/unit/{b.pk}/", b_data | {"parent": b1.pk}, "parent"),
        (f"edit/unit/{b.pk}/", b_data | {"choose": "3"}, "choose"),
        ("edit/unit/", UNIT | {"code": "A"}, "code"),
    ):
        assert list(post(path, **data).context["form"].errors) == [field]
    assert reference_spec(draft).units == before


def test_the_last_option_that_is_needed_and_what_holds_others_stay(draft, at):
    def remove(code):
        draft.refresh_from_db()
        unit = draft.units.get(code=code)
        remove_unit(version=draft, edit_token=draft.edit_token, pk=unit.pk, by=None, at=at)

    with pytest.raises(ValidationError, match="Supprimez ou déplacez d'abord"):
        remove("B")
    remove("B1")
    with pytest.raises(ValidationError, match="« B » demande cette option"):
        remove("B2")


def test_a_unit_that_a_strand_in_progress_names_stays(load, author, at):
    load(FRAMEWORK, REFERENCE, STRAND, publish=False)
    draft = TrainingReferenceVersion.objects.get()
    assert DigitalStrandVersion.objects.get().reference_version == draft
    unit = draft.units.get(code="A")
    with pytest.raises(ValidationError, match="Un volet numérique en cours parle de cette unité"):
        remove_unit(version=draft, edit_token=draft.edit_token, pk=unit.pk, by=None, at=at)


def test_publishing_asks_once_more_and_freezes(client, post, draft, published):
    page = text_of(client.get(BASE + "publish/"))
    assert "2 points sont à vérifier : ils seront montrés ainsi à tout le monde." in page
    assert "Brevet 2020 deviendra un texte précédent." in page
    stale = post("publish/", edit_token="0" * 16)
    assert "Ce brouillon a changé depuis que vous l'avez ouvert" in text_of(stale)
    assert post("publish/").headers["Location"] == BASE
    states = {version.label: version.state for version in TrainingReferenceVersion.objects.all()}
    assert states == {"2020": State.SUPERSEDED, "2026": State.PUBLISHED}
    for path in ("edit/", "publish/", "edit/fact/", "edit/fact/age/"):
        response = client.get(BASE + path)
        assert response.headers["Location"] == BASE, path
    post("edit/fact/age/", **FACT)
    assert fact_of(draft, "age")["value"] == "18 ans"


def test_an_empty_draft_is_not_published(client, load, author):
    bare = REFERENCE[: REFERENCE.index("facts:")] + "facts: []\ncodes: []\nunits: []\n"
    load(bare, publish=False)
    draft = TrainingReferenceVersion.objects.get()
    page = text_of(client.post("/references/brevet/2020/publish/", {"edit_token": draft.edit_token}))
    assert "« Brevet 2020 » est vide : ajoutez une unité ou un point." in page
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_text_is_withdrawn_with_a_reason_that_all_read(client, published, author):
    assert client.post("/references/brevet/2020/withdraw/", {"reason": " "}).status_code == 200
    response = client.post("/references/brevet/2020/withdraw/", {"reason": "Le texte est abrogé."})
    assert response.headers["Location"] == "/references/brevet/2020/"
    client.logout()
    page = text_of(client.get("/references/brevet/2020/"))
    assert "Version retirée" in page
    assert "Le texte est abrogé." in page
    assert "Brevet 2020" not in text_of(client.get("/references/"))


def test_a_draft_is_not_withdrawn_and_a_draft_is_not_forked(draft, at):
    with pytest.raises(ValidationError):
        withdraw_reference(version=draft, reason="non", by=None, at=at)
    with pytest.raises(ValidationError):
        fork_reference(version=draft, label="2030", by=None, at=at)


def test_drafts_stand_on_the_list_of_those_who_write_and_of_nobody_else(client, draft, make_body, make_member):
    page = text_of(client.get("/references/"))
    assert "Mes brouillons" in page
    assert "Brevet 2026 Brevet d'essai Les Pins · remplacera Brevet 2020 Modifier" in page
    other = make_member(make_body("Les Ormes"), "author", "Otto")
    client.force_login(other, backend="people.backends.StaffBackend")
    page = text_of(client.get("/references/"))
    assert "Aucun brouillon." in page
    assert client.get(BASE).status_code == 404
    client.logout()
    assert "Mes brouillons" not in text_of(client.get("/references/"))


WRITING = ("edit/", "publish/", "withdraw/", "new/", "edit/fact/", "edit/fact/age/", "edit/unit/", "edit/code/")


@pytest.mark.parametrize("path", WRITING)
def test_nobody_of_another_body_writes_there(client, post, draft, make_body, make_member, path):
    other = make_member(make_body("Les Ormes"), "author", "Otto")
    client.force_login(other, backend="people.backends.StaffBackend")
    before = reference_spec(draft)
    assert client.get(BASE + path).status_code == 404
    assert post(path, **FACT, title="x", reason="x").status_code == 404
    draft.refresh_from_db()
    assert (reference_spec(draft), draft.state) == (before, State.DRAFT)


@pytest.mark.parametrize(
    "path", ["edit/thing/", "edit/fact/nothing/", "edit/code/abc/", "edit/code/99999999999999999999/", "edit/unit/abc/"]
)
def test_what_is_not_there_is_not_found(client, draft, path):
    assert client.get(BASE + path).status_code == 404


def test_actions_refuse_the_token_of_another_draft_and_what_is_gone(draft, at):
    signed = {"by": None, "at": at}
    values = {"label": "a", "value": "b", "source": "", "verified": False}
    with pytest.raises(ValidationError) as error:
        save_fact(version=draft, edit_token="", key="age", **values, **signed)
    assert error.value.code == "edited"
    with pytest.raises(ValidationError) as error:
        save_fact(version=draft, edit_token=draft.edit_token, key="gone", **values, **signed)
    assert error.value.code == "gone"
    stranger = draft.predecessor.units.first()
    unit = {"parent": None, "code": "Z", "kind": "unit", "title": "z", "hours": None, "note": "", "choose": None}
    with pytest.raises(ValidationError) as error:
        save_unit(version=draft, edit_token=draft.edit_token, pk=stranger.pk, **unit, verified=False, **signed)
    assert error.value.code == "gone"
    before = tree_of(draft)
    move_unit(version=draft, edit_token=draft.edit_token, pk=stranger.pk, up=True, **signed)
    assert tree_of(draft) == before


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_draft_costs_the_same_whatever_it_holds(client, draft, at, count, django_assert_num_queries):
    for number in range(count):
        draft.refresh_from_db()
        fact = {"key": "", "label": f"Fait {number}", "value": "x", "source": "", "verified": False}
        save_fact(version=draft, edit_token=draft.edit_token, **fact, by=None, at=at)
        unit = {"parent": None, "code": f"Z{number}", "kind": "unit", "title": "z", "hours": None, "note": ""}
        draft.refresh_from_db()
        save_unit(
            version=draft, edit_token=draft.edit_token, pk=None, **unit, choose=None, verified=False, by=None, at=at
        )
        HostLink.objects.create(version=draft, name=f"Hôte {number}", position=number)
    client.get(BASE + "edit/")
    with django_assert_num_queries(7):
        assert client.get(BASE + "edit/").status_code == 200
    with django_assert_num_queries(10):
        assert client.get("/references/").status_code == 200
