"""The certifier's batch: those who are ready, and nobody else."""

from tests.e2e.cast import Certifier, Trainee, Trainer, press, spoken
from tests.e2e.conftest import PHONE


def test_mickey_who_joined_and_passed_is_never_signed_with_the_others(visit, demo):
    trainer = Trainer(visit(), demo.base).sign_in(demo.trainer)
    code = trainer.prepares("Avec Mickey")
    trainer.opens()
    lina = Trainee(visit(PHONE), demo.base, "Lina", "Vidal")
    mickey = Trainee(visit(PHONE), demo.base, "Mickey", "Mouse")
    for trainee in (lina, mickey):
        trainee.joins(code)
        trainee.goes_to_the_quiz()
        assert trainee.takes_the_quiz() == "C'est validé, bravo"
    trainer.confirms(lina.name)

    certifier = Certifier(visit(), demo.base).sign_in(demo.certifier)
    certifier.signs("Avec Mickey", 1)
    names = spoken(certifier.page.locator("main").inner_text())
    assert lina.name in names
    assert mickey.name not in names

    lina.page.goto(f"{demo.base}/my/certificates/")
    assert lina.page.locator("article").count() == 1
    mickey.page.goto(f"{demo.base}/my/certificates/")
    assert mickey.page.locator("article").count() == 0
    assert "confirmer votre identité" in spoken(mickey.page.locator("main").inner_text())


def test_the_certifier_sees_why_somebody_waits(visit, demo):
    certifier = Certifier(visit(), demo.base).sign_in(demo.certifier)
    page = certifier.page
    page.goto(f"{demo.base}/certifier/")
    with page.expect_navigation():
        page.locator("section").filter(has_text="formation générale").get_by_role("link").last.click()
    waiting = page.locator("section").filter(has=page.get_by_role("heading", name="À voir"))
    assert "Mickey Mousse" in waiting.inner_text()
    assert "dentité" in waiting.inner_text()
    press(page, "Signer les 2 certificats")
    assert "Mickey" not in page.locator("main").inner_text()
    press(page, "Ne pas signer")
