"""Coming in: a whole room at once, a slow phone, a double tap, wrong codes and wrong PINs."""

import asyncio
import re
import threading
import time

import pytest
from playwright.async_api import async_playwright
from playwright.sync_api import expect

from tests.e2e.cast import Trainee, Trainer, come_back, press, pressable, printed, title
from tests.e2e.conftest import CHROMIUM, FLAGS, PHONE

SLOW_PHONE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
ROOM = 40
AT_ONCE = 8


@pytest.fixture
def trainer(visit, demo):
    return Trainer(visit(), demo.base).sign_in(demo.trainer)


def test_forty_people_join_within_a_minute_from_one_address(demo, trainer):
    code = trainer.prepares("Quarante à la fois")
    arrived, seconds = in_a_thread(the_room_joins(demo.base, code))
    print(f"{len(arrived)} joined in {seconds:.1f} s")
    assert arrived == ["Photographiez votre carte"] * ROOM
    assert seconds <= 60
    trainer.page.goto(trainer.session)
    expect(trainer.page.get_by_role("region", name="La session")).to_contain_text(f"Stagiaires\n{ROOM}".split("\n")[1])


def in_a_thread(work):
    """Run `work` beside the event loop of this test's own browser."""
    result = []
    thread = threading.Thread(target=lambda: result.append(asyncio.run(work)))
    thread.start()
    thread.join()
    return result[0]


async def the_room_joins(base: str, code: str) -> tuple[list[str], float]:
    """Each person with a browser of their own; a few at a time, for the sake of this machine and not of the server."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, "--renderer-process-limit=4"]
        )
        gate, begun = asyncio.Semaphore(AT_ONCE), time.monotonic()

        async def joins(number: int) -> str:
            async with gate:
                context = await browser.new_context(locale="fr-FR", **PHONE)
                page = await context.new_page()
                await page.goto(f"{base}/j/{code}/")
                await page.locator("input[name=given_name]").fill("Stagiaire")
                await page.locator("input[name=family_name]").fill(
                    f"Numéro {chr(65 + number // 26)}{chr(65 + number % 26)}"
                )
                async with page.expect_navigation(wait_until="domcontentloaded"):
                    await page.locator("main form button").first.click()
                shown = await page.locator("h1").inner_text()
                await context.close()
                return shown

        arrived = await asyncio.gather(*(joins(number) for number in range(ROOM)))
        return list(arrived), time.monotonic() - begun


def test_a_slow_phone_is_in_its_first_lesson_within_a_minute_and_four_screens(visit, demo, trainer):
    code = trainer.prepares("Réseau lent")
    page = visit(PHONE)
    chrome = page.context.new_cdp_session(page)
    chrome.send("Network.enable")
    chrome.send("Network.emulateNetworkConditions", SLOW_PHONE)
    chrome.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    trainee, begun = Trainee(page, demo.base, "Lou", "Morel"), time.monotonic()
    screens = trainee.joins(code)
    seconds = time.monotonic() - begun
    print(f"code to first lesson: {seconds:.1f} s, {screens} screens before it")
    assert title(page) == "La photo de groupe du premier jour"
    assert seconds <= 60
    assert screens + 1 <= 4


def reason(page) -> str:
    """Why the field wasn't accepted, as a screen reader finds it: by what describes the control."""
    control = page.locator("[aria-invalid=true]").first
    texts = [page.locator(f"[id='{one}']").inner_text() for one in control.get_attribute("aria-describedby").split()]
    return " ".join(texts)


def test_a_double_tap_makes_one_person(visit, demo, trainer):
    code = trainer.prepares("Double appui")
    page = visit(PHONE)
    page.goto(f"{demo.base}/j/{code}/")
    page.get_by_label("Votre prénom").fill("Nour")
    page.get_by_label("Votre nom de famille").fill("Haddad")
    pressable(page, "Entrer dans la session").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Photographiez votre carte")
    trainer.page.goto(f"{trainer.session}matrix/")
    assert trainer.page.locator("tbody tr").count() == 1


@pytest.mark.parametrize("code", ["ABCDEF234", "trois", "<script>"])
def test_a_wrong_code_is_told_kindly(visit, demo, code):
    page = visit(PHONE)
    page.goto(f"{demo.base}/join/")
    page.get_by_label("Code de la session").fill(code)
    press(page, "Rejoindre")
    assert title(page) == "Entrez le code de votre session"
    assert page.locator("[aria-invalid=true]").input_value() == code
    assert len(reason(page)) > 20


def test_the_code_of_a_closed_session_says_so(visit, demo, trainer):
    code = trainer.prepares("Déjà fermée")
    trainer.page.goto(trainer.session)
    trainer.page.get_by_text("Fermer la session").first.click()
    press(trainer.page, "Fermer la session")
    page = visit(PHONE)
    assert page.goto(f"{demo.base}/j/{code}/").status == 410
    assert "fermée" in reason(page) or "terminée" in reason(page)


def test_ten_wrong_pins_of_one_person_slow_only_that_person(visit, demo, trainer):
    code = trainer.prepares("Cartes")
    cards = {}
    for name in ("Sam", "Eden"):
        trainee = Trainee(visit(PHONE), demo.base, name, "Petit")
        trainee.joins(code)
        cards[name] = trainee.card
    page = visit(PHONE)
    username, pin = cards["Sam"]
    wrong = "000000" if pin != "000000" else "111111"
    for _ in range(10):
        come_back(page, demo.base, (username, wrong))
        assert title(page) == "Je reviens"
    come_back(page, demo.base, (username, pin))
    assert page.get_by_role("alert").get_by_text(printed("Trop de codes PIN faux pour ce nom")).is_visible()

    other = visit(PHONE)
    come_back(other, demo.base, cards["Eden"])
    assert title(other) == "Bonjour Eden"


def test_the_return_card_opens_the_way_back_already_filled(visit, demo, trainer):
    code = trainer.prepares("Carte photographiée")
    trainee = Trainee(visit(PHONE), demo.base, "Gaël", "Roux")
    trainee.joins(code)
    page = visit(PHONE)
    page.goto(f"{demo.base}/return/?u={trainee.card[0]}#{trainee.card[1]}")
    assert re.sub(r"\s", "", page.get_by_label("Votre code PIN").input_value()) == trainee.card[1]
    press(page, "Reprendre")
    assert title(page) == "Bonjour Gaël"
