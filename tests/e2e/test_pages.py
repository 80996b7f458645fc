"""Every main page: open to everybody's eyes, hands and ears; light enough for a weak network."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.certificates.elsewhere import Issuer
from tests.certificates.pictures import PNG
from tests.curriculum.case_files import edge, item, package
from tests.e2e.cast import Stranger, Trainee, Trainer, come_back, go_on, press, sign_in
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.questions import answer, current_item

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {390: 844, 1280: 900}
NARROW = 320
BYTES, REQUESTS = 100_000, 10

PUBLIC = [
    "/",
    "/courses/",
    "/courses/images-et-donnees-des-publics/",
    "/courses/images-et-donnees-des-publics/photographier-un-groupe/",
    "/courses/images-et-donnees-des-publics/photographier-un-groupe/?lecture=facile",
    "/courses/images-et-donnees-des-publics/entrainement/try/",
    "/frameworks/",
    "/frameworks/digcomp/2.2/",
    "/exports/digcomp/2.2/",
    "/references/",
    "/join/",
    "/return/",
    "/account/login/",
    "/organisations/ask/",
    "/verify/",
    "/about/",
    "/nowhere/",
]
ADMINISTRATOR = ["/organisations/", "/me/"]
HOLDER = ["/my/", "/my/certificates/", "/my/records/", "/me/"]


@pytest.fixture
def check():
    """Looks at the page that is open in every size and light; what is wrong is collected and told at the end."""
    axe, wrong = Axe(), []

    def look(page, name: str) -> None:
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                found = axe.run(
                    page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
                )
                for violation in found.response["violations"]:
                    nodes = [node["html"][:120] for node in violation["nodes"][:3]]
                    wrong.append(f"{name} {width} {scheme}: {violation['id']}: {nodes}")
        page.set_viewport_size({"width": NARROW, "height": 640})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > NARROW:
            wrong.append(f"{name}: {wide} px wide on a screen of {NARROW}")

    yield look
    assert wrong == []


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_open_to_everybody(visit, demo, check, path):
    page = visit(DESKTOP)
    page.goto(demo.base + path)
    check(page, path)


def test_a_certificate_that_is_checked_is_open_to_everybody(visit, demo, check):
    page = visit(DESKTOP)
    page.goto(demo.base + demo.award_path)
    check(page, "checked by link")
    stranger = Stranger(page, demo.base)
    for name, content in (("badge.json", Issuer().file()), ("photo.png", PNG)):
        stranger.drops(name, content, "application/octet-stream")
        check(page, f"checked by file: {name}")


def test_a_file_dropped_on_the_page_is_sent_by_itself(visit, demo):
    page = visit(DESKTOP)
    page.goto(demo.base + "/verify/")
    page.evaluate(
        """() => {
        const files = new DataTransfer();
        files.items.add(new File(["bonjour"], "x.txt"));
        const event = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
        document.querySelector("[data-drop]").dispatchEvent(event);
      }"""
    )
    expect(page.locator(".verdict h2")).to_have_text("Rien à vérifier dans ce fichier")


def test_the_screens_of_a_trainee_are_open_to_everybody(visit, demo, check):
    page = visit(DESKTOP)
    trainee = Trainee(page, demo.base, "Yanis", "Costa")
    page.goto(f"{demo.base}/j/{demo.join_code}/")
    check(page, "name")
    trainee.joins(demo.join_code)
    check(page, "lesson")
    page.goto(f"{demo.base}/my/")
    check(page, "home of a trainee")
    press(page, "Tout mon parcours")
    check(page, "whole course")
    press(page, "S'entraîner avant l'épreuve")
    check(page, "practice quiz")
    press(page, "Commencer")
    check(page, "question")
    answer(page)
    press(page, "Vérifier ma réponse")
    check(page, "correction")


def test_the_certifying_quiz_is_open_to_everybody(visit, demo, check):
    trainer = Trainer(visit(), demo.base).sign_in(demo.trainer)
    code = trainer.prepares("Accessible à tout le monde")
    check(trainer.page, "poster")
    trainer.opens()
    page = visit(DESKTOP)
    trainee = Trainee(page, demo.base, "Zélie", "Martin")
    trainee.joins(code)
    trainee.goes_to_the_quiz()
    check(page, "quiz")
    seen = set()
    press(page, "Commencer")
    while page.locator("fieldset.question").is_visible():
        kind = answer(page)["kind"]
        if kind not in seen:
            check(page, kind)
            seen.add(kind)
        go_on(page)
    check(page, "review")
    press(page, "Envoyer mes réponses")
    check(page, "result")


def test_the_update_of_what_is_shipped_is_open_to_everybody(visit, demo, check):
    page = visit(DESKTOP)
    sign_in(page, demo.base, demo.administrator)
    page.goto(f"{demo.base}/carry-overs/digcomp/2.2/")
    check(page, "what to update")
    press(page, "Tout préparer")
    check(page, "everything prepared")
    press(page, "Continuer :")
    check(page, "lines to decide")
    press(page, "Accepter l")
    check(page, "lines decided")


@pytest.mark.parametrize("path", HOLDER)
def test_the_pages_of_a_holder_are_open_to_everybody(visit, demo, check, path):
    page = visit(DESKTOP)
    come_back(page, demo.base, demo.holder)
    page.goto(demo.base + path)
    check(page, path)
    if path == "/my/records/":
        press(page, "Ouvrir")
        check(page, "record")


def test_the_pages_of_a_trainer_are_open_to_everybody(visit, demo, check):
    page = visit(DESKTOP)
    sign_in(page, demo.base, demo.trainer)
    page.goto(f"{demo.base}/sessions/")
    check(page, "sessions")
    page.goto(f"{demo.base}/sessions/new/")
    check(page, "prepare a session")
    page.goto(f"{demo.base}/sessions/")
    with page.expect_navigation():
        page.get_by_role("link", name="BAFA, formation générale").click()
    check(page, "who needs me")
    session = page.url
    for part in ("matrix/", "identities/"):
        page.goto(session + part)
        check(page, part)
    with page.expect_navigation():
        page.goto(session + "matrix/")
        page.get_by_role("link", name="Aïssata Diallo").click()
    check(page, "one trainee")


def test_the_pages_of_a_certifier_are_open_to_everybody(visit, demo, check):
    page = visit(DESKTOP)
    sign_in(page, demo.base, demo.certifier)
    for path in ("/certifier/", "/certifier/register/", "/certifier/achievements/"):
        page.goto(demo.base + path)
        check(page, path)
    with page.expect_navigation():
        page.get_by_role("link", name="Images et données").first.click()
    check(page, "one certificate to be earned")
    page.goto(f"{demo.base}/certifier/")
    with page.expect_navigation():
        page.locator("section").filter(has_text="formation générale").get_by_role("link").last.click()
    check(page, "ready and to see")
    with page.expect_navigation():
        page.get_by_role("link", name="Emma").click()
    check(page, "one award")


def test_what_a_certificate_will_look_like_is_open_to_everybody(visit, demo, check):
    page = visit(DESKTOP)
    sign_in(page, demo.base, demo.certifier)
    page.goto(f"{demo.base}/certifier/achievements/")
    press(page, "Images et données")
    press(page, "Voir tous les papiers")
    check(page, "all papers")
    page.go_back()
    page.get_by_role("button", name="Préparer une nouvelle version").click()
    for link in ("Dessiner le badge", "Changer ce qui est demandé"):
        press(page, link)
        check(page, link)
        page.go_back()
    press(page, "Supprimer ce brouillon")


def test_a_certificate_of_elsewhere_in_a_record_is_open_to_everybody(visit, demo, check):
    page = visit(DESKTOP)
    come_back(page, demo.base, demo.holder)
    page.goto(f"{demo.base}/my/records/")
    press(page, "Reprendre un livret")
    check(page, "import of a record")
    page.go_back()
    press(page, "Ouvrir")
    record = page.url
    press(page, "Ajouter un fichier")
    check(page, "a certificate of elsewhere")
    page.locator("input[type=file]").set_input_files(
        {"name": "badge.json", "mimeType": "application/json", "buffer": Issuer().file()}
    )
    page.get_by_role("button", name="Vérifier et ajouter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Photographier un groupe")
    check(page, "what it says")
    page.get_by_text("Le retirer de mon livret").click()
    page.get_by_role("button", name="Retirer ce certificat").click()
    expect(page).to_have_url(record)


@pytest.mark.parametrize("path", ADMINISTRATOR)
def test_the_pages_of_an_administrator_are_open_to_everybody(visit, demo, check, path):
    page = visit(DESKTOP)
    sign_in(page, demo.base, demo.administrator)
    page.goto(demo.base + path)
    check(page, path)


def test_the_import_of_a_framework_is_open_to_everybody(visit, demo, check):
    page = visit(DESKTOP)
    sign_in(page, demo.base, demo.trainer)
    for name, text, title in (
        ("cut.json", '{"CFDocument": {', "cut.json ne peut pas être importé"),
        ("one.json", json.dumps(package([item(1, colour="red")], [edge(1)])), "Voici ce que contient ce fichier"),
    ):
        page.goto(f"{demo.base}/frameworks/import/")
        page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "text/json", "buffer": text.encode()}
        )
        check(page, "import of a framework")
        press(page, "Voir ce qu'il contient")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        check(page, name)
    page.get_by_role("button", name="Importer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Le référentiel est importé")
    check(page, "framework imported")
    press(page, "Relire le brouillon")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Small framework")


def weight(page, address: str) -> tuple[int, int]:
    """Bytes that cross the network and requests when this person comes with an empty cache."""
    known = {"cookies": page.context.cookies(), "origins": []}
    context = page.context.browser.new_context(locale="fr-FR", storage_state=known, **PHONE)
    fresh, sizes, asked = context.new_page(), {}, {}
    chrome = context.new_cdp_session(fresh)
    chrome.send("Network.enable")
    chrome.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    chrome.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    fresh.goto(address, wait_until="networkidle")
    real = [one for one, url in asked.items() if url.startswith("http")]
    context.close()
    return round(sum(sizes.get(one, 0) for one in real)), len(real)


def test_pages_of_trainees_are_light(visit, demo):
    trainer = Trainer(visit(), demo.base).sign_in(demo.trainer)
    code = trainer.prepares("Pages légères")
    trainer.opens()
    page = visit(PHONE)
    trainee = Trainee(page, demo.base, "Milo", "Brun")
    weights = {name: weight(page, demo.base + path) for name, path in {"home": "/", "join": "/join/"}.items()}
    weights["name"] = weight(page, f"{demo.base}/j/{code}/")
    trainee.joins(code)
    weights["lesson"] = weight(page, page.url)
    weights["home of a trainee"] = weight(page, f"{demo.base}/my/")
    trainee.goes_to_the_quiz()
    press(page, "Commencer")
    while page.locator("fieldset.question").is_visible():
        kind = current_item(page)["kind"]
        if kind not in weights:
            weights[kind] = weight(page, page.url)
        answer(page)
        go_on(page)
    press(page, "Envoyer mes réponses")
    weights["result"] = weight(page, page.url)
    for name, (size, requests) in weights.items():
        print(f"{name}: {size / 1000:.0f} kB, {requests} requests")
    assert {name: one for name, one in weights.items() if one[0] > BYTES or one[1] > REQUESTS} == {}
