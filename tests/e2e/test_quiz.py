"""What goes wrong in a quiz on a phone: a miss, two tabs, a double tap, no network. Nothing is lost or counted twice."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.cast import Trainee, Trainer, press, pressable, printed, spoken, title
from tests.e2e.conftest import PHONE
from tests.e2e.questions import answer


@pytest.fixture
def trainer(visit, demo):
    return Trainer(visit(), demo.base).sign_in(demo.trainer)


@pytest.fixture
def trainee(visit, demo, trainer, request):
    """Somebody in a session of their own, in front of the open certifying quiz."""
    trainee = Trainee(visit(PHONE), demo.base, "Aya", "Benali")
    trainee.joins(trainer.prepares(f"Quiz {request.node.name}"[:80]))
    trainer.opens()
    trainee.goes_to_the_quiz()
    return trainee


def test_a_miss_tells_at_most_three_lessons_to_see_again_and_a_second_try_passes(trainee):
    page = trainee.page
    missed = trainee.takes_the_quiz(right=False)
    points = re.fullmatch(r"Pas encore : (\d) points? à revoir", missed)
    assert 1 <= int(points[1]) <= 3
    again = page.get_by_role("region", name="À revoir")
    assert again.get_by_role("listitem").count() == int(points[1])
    assert all(re.search(r"\d+\smin", line) for line in again.get_by_role("listitem").all_inner_texts())
    assert "échec" not in page.locator("main").inner_text().lower()

    press(page, "Revoir")
    assert pressable(page, "J'ai terminé, la suite").is_visible()
    trainee.goes_to_the_quiz()
    assert trainee.takes_the_quiz(begin="Recommencer") == "C'est validé, bravo"


def test_what_is_sent_from_two_tabs_counts_once(trainee, trainer):
    page = trainee.page
    trainee.takes_the_quiz(send=False)
    other = page.context.new_page()
    other.goto(page.url)
    press(page, "Envoyer mes réponses")
    press(other, "Envoyer mes réponses")
    assert title(page) == title(other) == "C'est validé, bravo"
    assert page.url == other.url
    assert tries_seen_by(trainer, trainee) == ["passage 1"]


def test_the_latest_answer_of_two_tabs_stands(trainee):
    page = trainee.page
    press(page, "Commencer")
    answer(page, right=False)
    other = page.context.new_page()
    other.goto(page.url)
    answer(other, right=True)
    expect(other.locator("[data-save-state]")).to_have_text("Enregistré")
    kept = state_of(other)
    press(other, "Toutes les questions")
    page.reload()
    assert state_of(page) == kept


def test_an_honest_answer_is_never_taken_for_one_of_another_tab(trainee):
    page = trainee.page
    press(page, "Commencer")
    for _ in range(4):
        answer(page)
        press(page, "Suivant")
    for number in (1, 2, 3, 4):
        page.goto(re.sub(r"/\d+/$", f"/{number}/", page.url))
        assert page.get_by_text("autre onglet").count() == 0


def test_an_answer_given_without_network_is_kept_in_the_phone_and_sent_after(trainee):
    page = trainee.page
    press(page, "Commencer")
    page.context.set_offline(True)
    answer(page)
    saved = page.locator("[data-save-state]")
    expect(saved).to_have_text(printed("Pas de réseau : réponse gardée dans ce téléphone"))
    pressable(page, "Suivant").click()
    expect(saved).to_have_text(printed("Pas de réseau : réponse gardée dans ce téléphone"))
    given = state_of(page)

    page.context.set_offline(False)
    expect(saved).to_have_text("Enregistré", timeout=25_000)
    without_scripts = page.context.browser.new_context(
        storage_state=page.context.storage_state(), java_script_enabled=False
    )
    fresh = without_scripts.new_page()
    fresh.goto(page.url)
    assert state_of(fresh) == given
    without_scripts.close()


def tries_seen_by(trainer, trainee) -> list[str]:
    trainer.page.goto(f"{trainer.session}matrix/")
    with trainer.page.expect_navigation():
        trainer.page.get_by_role("link", name=trainee.name).click()
    return [spoken(text) for text in trainer.page.locator("#tries ~ * th .meta").all_inner_texts()]


def state_of(page) -> list:
    """What the question on screen holds."""
    return page.locator("fieldset.question").evaluate(
        "all => [...all.querySelectorAll('input, select')]"
        ".map(one => one.type.match(/radio|checkbox/) ? one.checked : one.value)"
    )
