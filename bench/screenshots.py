"""Pictures of the main screens for docs/screenshots, from a demonstration of its own. Needs Chromium and poppler-utils.

    uv run python bench/screenshots.py [folder]

Four of each: 1280 and 390 px wide, light and dark. Papers are drawn from their PDF.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.cast import Trainee, Trainer, come_back, go_on, press, sign_in
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.e2e.house import ROOT, Demo
from tests.e2e.questions import answer

WIDTHS = {1280: 900, 390: 844}
TALLEST = 2400


def shoot(page: Page, name: str, folder: Path) -> None:
    """The page in both widths and both lights."""
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme, suffix in (("light", ""), ("dark", "-dark")):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate("document.fonts.ready")
            tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            page.screenshot(
                path=folder / f"{name}-{width}{suffix}.png",
                full_page=True,
                clip={"x": 0, "y": 0, "width": width, "height": max(tall, height)},
            )


def public(page: Page, demo: Demo) -> Iterator[str]:
    for name, path in {"home": "/", "join": "/join/", "verify": demo.award_path}.items():
        page.goto(demo.base + path)
        yield name


def trainee(page: Page, demo: Demo) -> Iterator[str]:
    """Inès, in her second lesson."""
    come_back(page, demo.base, demo.learner)
    page.goto(f"{demo.base}/my/")
    yield "dashboard"
    press(page, "Continuer")
    yield "lesson"


def holder(page: Page, demo: Demo) -> Iterator[str]:
    """Emma, who has a certificate in her record."""
    come_back(page, demo.base, demo.holder)
    page.goto(f"{demo.base}/my/certificates/")
    yield "certificate"
    page.goto(f"{demo.base}/my/records/")
    press(page, "Ouvrir")
    yield "livret"


def newcomer(page: Page, demo: Demo) -> Iterator[str]:
    """Somebody who joins, takes the certifying quiz and passes."""
    trainer = Trainer(page.context.browser.new_page(locale="fr-FR"), demo.base).sign_in(demo.trainer)
    code = trainer.prepares("BAFA, session d'automne")
    trainer.opens()
    someone = Trainee(page, demo.base, "Maëlle", "Kerviel")
    someone.joins(code)
    someone.goes_to_the_quiz()
    press(page, "Commencer")
    asked = 0
    while page.locator("fieldset.question").is_visible():
        answer(page)
        asked += 1
        if asked == 2:
            yield "quiz"
        go_on(page)
    press(page, "Envoyer mes réponses")
    yield "result"


def trainer(page: Page, demo: Demo) -> Iterator[str]:
    sign_in(page, demo.base, demo.trainer)
    page.goto(f"{demo.base}/sessions/")
    with page.expect_navigation():
        page.get_by_role("link", name="BAFA, formation générale").click()
    yield "session"
    page.goto(f"{page.url}matrix/")
    yield "session-matrix"


def certifier(page: Page, demo: Demo) -> Iterator[str]:
    sign_in(page, demo.base, demo.certifier)
    page.goto(f"{demo.base}/certifier/")
    yield "certifier-queue"
    with page.expect_navigation():
        page.locator("section").filter(has_text="formation générale").get_by_role("link").last.click()
    yield "certifier-session"


def reader(page: Page, demo: Demo) -> Iterator[str]:
    """Anybody, without an account."""
    for name, path in {
        "framework": "/frameworks/digcomp/3.0/",
        "comparison": "/frameworks/compare/?a=digcomp@2.2&b=digcomp@3.0",
        "reference": "/references/bpjeps-asec/2024/",
        "coverage": "/strands/volet-bpjeps-asec/1.0/coverage/",
    }.items():
        page.goto(demo.base + path)
        yield name


def crosswalk_author(page: Page, demo: Demo) -> Iterator[str]:
    sign_in(page, demo.base, demo.administrator)
    page.goto(f"{demo.base}/crosswalks/digcomp-2-2-3-0/1.0/")
    page.locator("summary", has_text="Nouvelle version").click()
    page.locator("#fork-label").fill("2.0")
    press(page, "Créer le brouillon")
    yield "crosswalk-editor"
    press(page, "Relire la suivante")
    yield "crosswalk-review"


def strand_author(page: Page, demo: Demo) -> Iterator[str]:
    """A director who makes the shipped strand that of the training body."""
    sign_in(page, demo.base, demo.trainer)
    page.goto(f"{demo.base}/strands/volet-bafa/1.0/adapt/")
    press(page, "Reprendre")
    yield "strand-editor"


def mover(page: Page, demo: Demo) -> Iterator[str]:
    """What has to move from DigComp 2.2 to 3.0."""
    sign_in(page, demo.base, demo.administrator)
    page.goto(f"{demo.base}/frameworks/digcomp/2.2/")
    press(page, "Mettre à jour vers")
    yield "carry-over"


STORIES: list[Callable[[Page, Demo], Iterator[str]]] = [
    public,
    reader,
    trainee,
    holder,
    trainer,
    certifier,
    crosswalk_author,
    strand_author,
    mover,
    newcomer,
]


def draw_papers(browser: Browser, demo: Demo, folder: Path) -> None:
    """The first page of each."""
    for name, path in {
        "certificate-pdf": f"{demo.award_path}certificate.pdf",
        "strand-pdf": "/strands/volet-bpjeps-asec/1.0/pdf/",
        "decision-pdf": "/strands/volet-bpjeps-asec/1.0/decision/pdf/",
    }.items():
        pdf = browser.new_context().request.get(demo.base + path).body()
        subprocess.run(["pdftoppm", "-png", "-r", "110", "-singlefile", "-", folder / name], input=pdf, check=True)


def shrink(folder: Path) -> int:
    """Each picture with a palette of its own. Returns the bytes of all."""
    for path in folder.glob("*.png"):
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
    return sum(path.stat().st_size for path in folder.glob("*.png"))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        demo = Demo.start(Path(data))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            for story in STORIES:
                page = browser.new_page(locale="fr-FR")
                for name in story(page, demo):
                    shoot(page, name, folder)
            draw_papers(browser, demo, folder)
        finally:
            browser.close()
            if demo.serving:
                demo.serving.interrupt()
    print(f"{len(list(folder.glob('*.png')))} pictures, {shrink(folder) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
