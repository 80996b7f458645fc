"""The whole chain, by the people it is for: from a session being prepared to a stranger who checks a certificate."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.cast import CERTIFICATE, Certifier, Stranger, Trainee, Trainer, press, pressable, printed, spoken, title

LESSONS = [
    "La photo de groupe du premier jour",
    "La fiche sanitaire envoyée à toute l'équipe",
    "Le groupe des familles à 23 h 40",
    "La photo détournée qui fait rire le groupe",
    "Le blog du soir et la chanson connue",
    "Trois photos, une histoire : une activité à mener",
]


@pytest.fixture
def trainer(visit, demo):
    return Trainer(visit(), demo.base).sign_in(demo.trainer)


@pytest.fixture
def certifier(visit, demo):
    return Certifier(visit(), demo.base).sign_in(demo.certifier)


def test_from_the_poster_to_a_certificate_that_a_stranger_checks(visit, demo, trainer, certifier, device, request):
    session = f"Session {request.node.callspec.id}"
    trainee = Trainee(visit(device), demo.base, "Anne-Élisabeth", "Çelik")

    code = trainer.prepares(session)
    assert trainee.joins(code) <= 4
    assert trainee.reads_everything() == LESSONS
    trainee.practises()
    press(trainee.page, "Tout mon parcours")
    press(trainee.page, "L'épreuve")
    expect(trainee.page.get_by_text("ouvrira cette épreuve")).to_be_visible()

    trainer.opens()
    press(trainee.page, "Est-ce ouvert ?")
    assert trainee.takes_the_quiz() == "C'est validé, bravo"
    trainer.confirms(trainee.name)
    certifier.signs(session, 1)

    credential, pdf, number, link = receives_the_certificate(trainee)
    adds_it_to_the_record(trainee)
    a_stranger_checks(Stranger(visit(device), demo.base), trainee.name, number, link, pdf, credential)


def receives_the_certificate(trainee):
    page = trainee.page
    page.goto(f"{trainee.base}/my/certificates/")
    number = re.search(r"Numéro (\S+),", page.locator("article").inner_text())[1]
    with page.expect_download() as download:
        pressable(page, "Télécharger mon certificat").click()
    pdf = download.value.path().read_bytes()
    assert pdf.startswith(b"%PDF")
    link = re.search(r"(http\S+)certificate\.pdf", download.value.url)[1]
    credential = page.request.get(f"{link}credential.json").body()
    assert json.loads(credential)["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    return credential, pdf, number, link


def adds_it_to_the_record(trainee):
    page = trainee.page
    press(page, "L'ajouter à mon livret")
    assert title(page) == "Mon livret BAFA"
    covered = re.search(r"(\d+) sur (\d+) couverts", page.locator("#covered").inner_text())
    assert int(covered[1]) > 0
    assert page.get_by_text(printed("décident de ce qu'ils en retiennent")).first.is_visible()
    annex = page.request.get(
        trainee.base + page.get_by_role("link", name=printed("Imprimer l'annexe")).get_attribute("href")
    )
    assert annex.headers["content-type"] == "application/pdf"
    assert annex.body().startswith(b"%PDF")


def a_stranger_checks(stranger, name, number, link, pdf, credential):
    page = stranger.page
    page.goto(link)
    assert page.locator(".verdict h2").inner_text() == "Vrai et valable"
    assert page.locator("article .page-title").inner_text() == name
    assert CERTIFICATE in spoken(page.locator("article h2:not(.page-title)").inner_text())

    stranger.types(number, name)
    assert page.get_by_role("heading", name="Le nom correspond").is_visible()
    stranger.types(number, "Mickey Mousse")
    assert page.get_by_role("heading", name="Le nom ne correspond pas").is_visible()
    assert name not in page.locator("main").inner_text()
    stranger.types("LESPINS-2026-9999-ZZZZZ")
    assert page.locator(".verdict h2").inner_text() == "Inconnu ici"

    assert stranger.drops("certificat.pdf", pdf, "application/pdf") == "Vrai et valable"
    assert page.locator("article .page-title").inner_text() == name
    forged = credential.replace(name.encode(), b"Mickey Mousse")
    assert forged != credential
    assert spoken(stranger.drops("certificat.json", forged, "application/json")) == "Modifié : ne vous y fiez pas"
    photo = b"\x89PNG\r\n\x1a\n" + bytes(2000)
    verdict = stranger.drops("photo.png", photo, "image/png")
    assert "Vrai" not in verdict
