"""The four people of the story, each doing what a person does on a page: press, type, read."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.e2e.questions import answer

CERTIFICATE = "Images et données des publics"


def printed(words: str, *, whole: bool = False) -> re.Pattern:
    """`words` as a page prints them: curly apostrophes, no-break spaces, or not."""
    pattern = re.escape(words).replace("'", "['’]").replace(r"\ ", r"\s+")
    return re.compile(rf"^\s*{pattern}\s*$" if whole else pattern)


def pressable(page: Page, words: str) -> Locator:
    """The first button of the page, or link that looks like one, that starts with `words`."""
    name = re.compile(rf"^\s*{printed(words).pattern}")
    main = page.locator("#main")
    return main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).filter(visible=True).first


def press(page: Page, words: str) -> None:
    """Press it, and wait for the page it leads to."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        pressable(page, words).click()


def spoken(text: str) -> str:
    """What somebody reads aloud: without the typography of print."""
    return " ".join(text.replace("’", "'").split())


def title(page: Page) -> str:
    return spoken(page.locator("h1").inner_text())


def sign_in(page: Page, base: str, key: tuple[str, str]) -> None:
    """Through the door of the teams: e-mail and password."""
    page.goto(f"{base}/account/login/")
    page.locator("input[name=login]").fill(key[0])
    page.locator("input[name=password]").fill(key[1])
    page.locator("form[action*='login'] button[type=submit]").first.click()
    expect(page.locator(".menu")).to_be_visible()


def come_back(page: Page, base: str, key: tuple[str, str]) -> None:
    """Through the door of trainees: the card."""
    page.goto(f"{base}/return/")
    page.get_by_label(printed("Votre nom d'utilisateur")).fill(key[0])
    page.get_by_label("Votre code PIN").fill(key[1])
    press(page, "Reprendre")


def go_on(page: Page) -> None:
    """To the next question of the certifying quiz, or to the page where one reads everything again."""
    press(page, "Suivant" if pressable(page, "Suivant").is_visible() else "Relire mes réponses")


@dataclass
class Trainer:
    page: Page
    base: str

    def sign_in(self, key: tuple[str, str]) -> "Trainer":
        sign_in(self.page, self.base, key)
        return self

    def prepares(self, name: str) -> str:
        """« Préparer ma session » to the poster. Returns the code that the poster shows."""
        page = self.page
        page.goto(f"{self.base}/sessions/")
        press(page, "Préparer ma session")
        page.get_by_label("Nom de la session").fill(name)
        page.get_by_label("Premier jour").fill(date.today().isoformat())
        page.get_by_label("Dernier jour").fill((date.today() + timedelta(days=7)).isoformat())
        press(page, "Créer la session")
        self.session = page.url
        press(page, "Imprimer l'affiche")
        shown = page.locator(".poster__code").inner_text()
        assert page.locator(".poster__qr svg").is_visible()
        return re.sub(r"\s", "", shown)

    def opens(self, where: str = "Ouvrir dans la salle, sous mes yeux") -> None:
        self.page.goto(self.session)
        press(self.page, where)
        expect(self.page.get_by_text(printed("C'est ouvert"))).to_be_visible()

    def confirms(self, *names: str) -> None:
        self.page.goto(f"{self.session}identities/")
        for name in names:
            self.page.get_by_label(name, exact=True).check()
        press(self.page, "Confirmer les personnes cochées")
        expect(self.page.get_by_role("status")).to_contain_text("confirmée")


@dataclass
class Trainee:
    page: Page
    base: str
    given_name: str = "Inès"
    family_name: str = "Le Goff"

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def joins(self, code: str) -> int:
        """From the code on the poster into the first lesson. Returns the number of screens before it."""
        page, screens = self.page, []
        page.goto(f"{self.base}/join/")
        page.get_by_label("Code de la session").fill(code)
        screens.append(title(page))
        press(page, "Rejoindre")
        page.get_by_label("Votre prénom").fill(self.given_name)
        page.get_by_label("Votre nom de famille").fill(self.family_name)
        screens.append(title(page))
        press(page, "Entrer dans la session")
        expect(page.get_by_role("heading", level=1)).to_have_text("Photographiez votre carte")
        facts = page.locator(".return-card__facts dd").all_inner_texts()
        self.card = (facts[1], re.sub(r"\s", "", facts[2]))
        screens.append(title(page))
        press(page, "C'est photographié")
        expect(pressable(page, "J'ai terminé, la suite")).to_be_visible()
        return len(screens)

    def reads_everything(self) -> list[str]:
        """Every lesson, by the button at its end. Returns their titles."""
        read = []
        while pressable(self.page, "J'ai terminé, la suite").is_visible():
            read.append(title(self.page))
            press(self.page, "J'ai terminé, la suite")
        return read

    def practises(self) -> None:
        """The practice quiz, corrected after each answer, and back to what comes next."""
        page = self.page
        press(page, "Commencer")
        while page.get_by_role("button", name="Vérifier ma réponse").is_visible():
            answer(page)
            press(page, "Vérifier ma réponse")
            expect(page.get_by_role("region", name="Correction").get_by_role("status")).to_have_text("Juste")
            press(page, "Suivant" if pressable(page, "Suivant").is_visible() else "Voir mon résultat")
        expect(page.get_by_role("heading", level=1)).to_have_text("Entraînement terminé")
        press(page, "Continuer")

    def takes_the_quiz(self, *, begin: str = "Commencer", right: bool = True, send: bool = True) -> str:
        """The certifying quiz, from its own page to the result. Returns the title of the result."""
        page = self.page
        press(page, begin)
        while page.locator("fieldset.question").is_visible():
            answer(page, right=right)
            go_on(page)
        assert title(page) == "Relisez avant d'envoyer"
        if not send:
            return ""
        press(page, "Envoyer mes réponses")
        return title(page)

    def goes_to_the_quiz(self) -> None:
        """To the certifying quiz, from home."""
        self.page.goto(f"{self.base}/my/")
        press(self.page, "Tout mon parcours")
        press(self.page, "L'épreuve")


@dataclass
class Certifier:
    page: Page
    base: str

    def sign_in(self, key: tuple[str, str]) -> "Certifier":
        sign_in(self.page, self.base, key)
        return self

    def signs(self, session: str, count: int) -> None:
        page = self.page
        page.goto(f"{self.base}/certifier/")
        with page.expect_navigation():
            page.locator("section").filter(has_text=session).get_by_role("link").last.click()
        assert re.search(rf"{count} prêts?", title(page))
        words = "Signer le certificat" if count == 1 else f"Signer les {count} certificats"
        press(page, words)
        assert title(page).startswith("Signer c")
        press(page, words)
        assert title(page).startswith("C'est signé")


@dataclass
class Stranger:
    page: Page
    base: str

    def types(self, number: str, name: str = "") -> None:
        page = self.page
        page.goto(f"{self.base}/verify/")
        page.get_by_label("Numéro du certificat").fill(number)
        page.get_by_label(re.compile("^Nom et prénom")).first.fill(name)
        press(page, "Vérifier")

    def drops(self, name: str, content: bytes, mime: str) -> str:
        """Drop a file on the verify page. Returns the verdict."""
        page = self.page
        page.goto(f"{self.base}/verify/")
        page.locator("input[type=file]").set_input_files({"name": name, "mimeType": mime, "buffer": content})
        press(page, "Vérifier ce fichier")
        return page.locator(".verdict h2").inner_text()
