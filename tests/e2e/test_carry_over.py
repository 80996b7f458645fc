"""The full move of what is shipped, from DigComp 2.2 to 3.0: by two persons, on the screens, in a matter of minutes."""

import json
import re
import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from tests.e2e.cast import come_back, press, pressable, printed, sign_in, spoken

SHIPPED = {
    "L'épreuve : images et données des publics 1.0.0": (3, 1),
    "S'entraîner : images et données des publics 1.0.0": (3, 1),
    "Images et données des publics : protéger, informer, publier 1.0.0": (9, 3),
    "Volet numérique du BAFA 1.0": (5, 3),
    "Volet numérique du BPJEPS ASEC 1.0": (8, 8),
}
RENAMED = {"1.2", "1.3", "2.5", "4.3", "4.4", "5.2", "5.3", "5.4"}
CERTIFICATE = "Images et données des publics : protéger, informer, publier"
STRANDS = ("volet-bafa", "volet-bpjeps-asec")


class Mover:
    """Somebody who moves things to DigComp 3.0, counting what they press."""

    def __init__(self, page, base, key):
        self.page, self.base, self.presses, self.flagged = page, base, 0, set()
        sign_in(page, base, key)

    def press(self, words):
        press(self.page, words)
        self.presses += 1

    def said(self):
        return spoken(self.page.locator("main").inner_text())

    def moves_one(self):
        """The thing on screen: the clear lines at once, the others one by one, the draft, its publication."""
        name = spoken(self.page.locator("h1").inner_text())
        counts = [self.count("clear"), self.count("review")]
        if counts[0]:
            self.press("Accepter l")
        while (line := self.page.locator("#group-review + ul > li").first).is_visible():
            expect(line.locator(".tag")).to_have_text("Intitulé changé")
            self.flagged.add(line.locator(".carry-from .code").inner_text())
            with self.page.expect_navigation(wait_until="domcontentloaded"):
                line.get_by_role("button", name=re.compile("^Accepter :")).click()
            self.presses += 1
        self.press("Créer le brouillon")
        self.press("Publier")
        assert "Publié avec DigComp 3.0" in self.said()
        return name, tuple(counts)

    def count(self, group):
        heading = self.page.locator(f"#group-{group}")
        return int(re.search(r"\((\d+)\)", heading.inner_text())[1]) if heading.is_visible() else 0


def as_certified(page, link):
    """What a stranger reads of a certificate: its page, the printed paper, the signed file. Of the page the verdict and the
    certificate: under which head of the register it stands changes every few minutes."""
    files = [page.request.get(f"{link}{name}").body() for name in ("certificate.pdf", "credential.json")]
    page.goto(link)
    said = page.locator("main").locator(".verdict, article").all_inner_texts()
    return [spoken(" ".join(said)), *files]


def read(page, link):
    page.goto(link)
    return spoken(page.locator("main").inner_text())


def printed_words(pdf):
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine (apt install poppler-utils)")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return spoken(done.stdout.decode())


@pytest.fixture(scope="module")
def house(served):
    """A demonstration of its own: the other tests go on with DigComp 2.2."""
    with served("move") as own:
        yield own


@pytest.fixture
def claire(visit, house):
    return Mover(visit(), house.base, house.administrator)


@pytest.fixture
def paul(visit, house):
    return Mover(visit(), house.base, house.certifier)


def test_all_that_is_shipped_moves_and_a_certificate_of_before_still_reads_2_2(visit, house, claire, paul):
    stranger, certificate = visit(), f"{house.base}{house.award_path}"
    before = as_certified(stranger, certificate)
    strands_before = [read(stranger, f"{house.base}/strands/{slug}/1.0/") for slug in STRANDS]

    claire_moves_quizzes_course_and_strands(claire)
    paul_moves_the_certificate(paul)
    print(f"{claire.presses} presses of Claire, {paul.presses} of Paul")

    after = as_certified(stranger, certificate)
    assert after == before
    said, paper, credential = after
    assert {name: said.count(f"DigComp {name}") for name in ("2.2", "3.0")} == {"2.2": 5, "3.0": 0}
    assert re.findall(r"DigComp \d\.\d", printed_words(paper)) == ["DigComp 2.2"] * 5
    aims = json.loads(credential)["credentialSubject"]["achievement"]["alignment"]
    assert [aim["targetFramework"] for aim in aims] == ["DigComp 2.2, niveau 3"] * 5

    for slug, text in zip(STRANDS, strands_before, strict=True):
        assert "DigComp 2.2" in text
        assert "DigComp 2.2" in read(stranger, f"{house.base}/strands/{slug}/1.0/")
        assert "DigComp 3.0" in read(stranger, f"{house.base}/strands/{slug}/1.1/")
    assert "DigComp 3.0" in read(stranger, f"{house.base}/courses/images-et-donnees-des-publics/")

    a_certificate_of_before_enters_a_strand_of_now(visit(), house)


def a_certificate_of_before_enters_a_strand_of_now(page, house):
    """Earned on DigComp 2.2, added to a strand asked at 3.0: the crosswalk carries it, on the screen and on the annex."""
    come_back(page, house.base, house.holder)
    page.goto(f"{house.base}/my/certificates/")
    own = re.search(r"/my/certificates/([\w-]{8,})/", page.content())[1]
    page.goto(f"{house.base}/my/records/?award={own}")
    page.locator("label.option").filter(has_text="BPJEPS ASEC").locator("input").check()
    press(page, "Ouvrir ce livret")
    said = spoken(page.locator("main").inner_text())
    assert "Mon livret BPJEPS ASEC" in said
    assert "2 sur 16 couverts" in said
    assert "Il atteste 3.3 (DigComp 2.2). De DigComp 2.2 à DigComp 3.0, version 1.0 : " in said
    link = page.get_by_role("link", name=printed("Imprimer l'annexe")).get_attribute("href")
    paper = printed_words(page.request.get(house.base + link).body())
    assert "2 sur 16 couverts" in paper
    assert "Il atteste 3.3 (DigComp 2.2). De DigComp 2.2 à DigComp 3.0, version 1.0" in paper


def claire_moves_quizzes_course_and_strands(claire):
    claire.page.goto(f"{claire.base}/frameworks/digcomp/2.2/")
    claire.press("Mettre à jour vers DigComp 3.0")
    assert "0 à jour sur 5" in claire.said()
    claire.press("Tout préparer (5)")
    carried = {}
    while pressable(claire.page, "Continuer :").is_visible():
        claire.press("Continuer :")
        name, counts = claire.moves_one()
        carried[name] = counts
    assert carried == SHIPPED
    assert claire.flagged == RENAMED
    claire.press("Voir où en est tout le reste")
    assert "5 à jour sur 5" in claire.said()
    assert "est à Réseau Horizon (démonstration), qui le mettra à jour." in claire.said()


def paul_moves_the_certificate(paul):
    paul.page.goto(f"{paul.base}/certifier/achievements/")
    paul.press(CERTIFICATE)
    paul.press("Mettre à jour vers une version plus récente")
    paul.press("Tout préparer (1)")
    assert paul.moves_one() == (f"{CERTIFICATE} 1.0", (4, 1))
    paul.press("Voir où en est tout le reste")
    assert "1 à jour sur 1" in paul.said()
    paul.page.goto(f"{paul.base}/certifier/achievements/")
    paul.press(CERTIFICATE)
    assert "Compétences de DigComp 3.0" in paul.said()
