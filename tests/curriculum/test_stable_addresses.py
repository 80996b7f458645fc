"""One lasting address for a person and for a machine, whatever becomes of the version; and what a published one refuses."""

import pytest
from django.urls import reverse

from content.versions import State
from curriculum.actions import fork_framework, withdraw_framework
from curriculum.models import Competency, FrameworkVersion
from curriculum.queries import find_version, framework_spec
from tests.curriculum.conftest import FRAMEWORK, text_of

pytestmark = pytest.mark.django_db

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
HTML, JSON = "text/html; charset=utf-8", "application/json"


@pytest.fixture
def version(loaded):
    return find_version("boussole", "1.0")


def addresses(version):
    return [version.get_absolute_url(), version.competencies.get(code="2.1").get_absolute_url()]


@pytest.mark.parametrize(
    ("accept", "query", "sent"),
    [
        (BROWSER, {}, HTML),
        ("*/*", {}, HTML),
        ("application/json", {}, JSON),
        ("application/json;q=0.9, text/html;q=0.8", {}, JSON),
        ("application/x-nobody-knows", {}, HTML),
        (BROWSER, {"format": "json"}, JSON),
        ("application/json", {"format": "html"}, HTML),
        ("application/json", {"format": "nonsense"}, HTML),
    ],
)
def test_who_asks_says_in_which_form(client, version, accept, query, sent):
    for address in addresses(version):
        response = client.get(address, query, headers={"accept": accept})
        assert (response.status_code, response["Content-Type"]) == (200, sent)
        assert {"Accept", "Cookie"} <= set(response["Vary"].split(", "))


def test_a_draft_has_no_address_for_strangers_in_any_form(client, load):
    load(FRAMEWORK, publish=False)
    draft = find_version("boussole", "1.0")
    for address in addresses(draft):
        for query in ({}, {"format": "json"}, {"open": "x"}, {"q": "dessin"}):
            assert client.get(address, query).status_code == 404


def test_what_is_withdrawn_keeps_its_address_and_says_so_to_all(client, version, at):
    withdraw_framework(version=version, reason="Elle se trompe.", by=None, at=at)
    for address in addresses(version):
        page = text_of(client.get(address))
        assert "Cette version a été retirée" in page
        assert "Elle se trompe." in page
    whole, part = (client.get(address, {"format": "json"}).json() for address in addresses(version))
    assert (whole["state"], part["framework"]["state"]) == ("withdrawn", "withdrawn")


def test_a_competency_of_a_superseded_version_leads_to_the_one_in_force(client, load):
    load(FRAMEWORK)
    load(FRAMEWORK.replace('label: "1.0"', 'label: "1.1"'))
    page = client.get(addresses(find_version("boussole", "1.0"))[1])
    assert "Une version plus récente existe" in text_of(page)
    assert f'<a href="{find_version("boussole", "1.1").get_absolute_url()}">' in page.content.decode()


def test_an_empty_draft_is_not_published_and_says_what_to_do(client, load, body, make_member):
    load(FRAMEWORK[: FRAMEWORK.index("competencies:")], publish=False)
    draft = find_version("boussole", "1.0")
    client.force_login(make_member(body, "author"))
    address = reverse("framework-publish", args=[draft.pk])
    for response in (client.get(address), client.post(address, {"edit_token": draft.edit_token})):
        page = text_of(response)
        assert "Ce qui empêche de publier" in page
        assert "est vide : ajoutez au moins une compétence." in page
        assert "Publier cette version" not in page
    assert find_version("boussole", "1.0").state == State.DRAFT


WORDS = {"kind": "area", "code": "9", "title-en": "New", "title-fr": "Neuf", "label": "9.9", "under": "", "to": "down"}


def test_nothing_that_an_author_sends_changes_a_published_version(client, version, body, make_member):
    client.force_login(make_member(body, "author"))
    before = framework_spec(version)
    node, level = Competency.objects.get(version=version, code="2.1"), version.levels.get(rank=1)
    statuses = {f"{name}-{language}": "official" for name in ("status",) for language in ("en", "fr")}
    data = WORDS | statuses | {"edit_token": version.edit_token, "language": "fr", "sure": "on"}
    sent = {
        "framework-about": [version.pk],
        "framework-levels": [version.pk],
        "level-create": [version.pk],
        "level-edit": [version.pk, level.rank],
        "level-remove": [version.pk, level.rank],
        "competency-create": [version.pk],
        "competency-edit": [node.pk],
        "competency-place": [node.pk],
        "competency-shift": [node.pk],
        "competency-remove": [node.pk],
        "framework-discard": [version.pk],
        "framework-publish": [version.pk],
    }
    for name, args in sent.items():
        response = client.post(reverse(name, args=args), data, follow=True)
        assert (name, response.status_code) == (name, 200)
    found = FrameworkVersion.objects.get(pk=version.pk)
    assert (found.state, framework_spec(found)) == (State.PUBLISHED, before)


@pytest.mark.parametrize(
    "name", ["framework-edit", "framework-about", "framework-levels", "level-create", "competency-create"]
)
def test_a_published_version_has_no_form_to_edit_it(client, version, body, make_member, name):
    client.force_login(make_member(body, "author"))
    response = client.get(reverse(name, args=[version.pk]), follow=True)
    assert response.redirect_chain == [(version.get_absolute_url(), 302)]
    assert "Cette version est publiée : elle ne change plus." in text_of(response)


def test_two_who_fork_at_once_get_one_draft(client, version, body, make_member, at):
    client.force_login(make_member(body, "author"))
    address = reverse("framework-fork", args=[version.pk])
    fork_framework(version=version, label="2.0", by=None, at=at)
    for label in ("2.0", "2.1"):
        assert client.post(address, {"label": label}).status_code == 200
    assert list(FrameworkVersion.objects.values_list("label", flat=True).order_by("label")) == ["1.0", "2.0"]
