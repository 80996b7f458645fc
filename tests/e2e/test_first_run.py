"""From an empty installation to a printed poster: at most eight screens, no shell, no admin."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.cast import press, title
from tests.e2e.house import answers, free_port, start

PASSWORD = "les feuilles tombent en octobre"


@pytest.fixture
def empty_installation(tmp_path, demo):
    """What the operator's guide starts: an empty data folder, the library loaded, one server, a code on its console.

    Static files are those of the demonstration: compressing them again would take longer than the test.
    """
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    settings = {"VOLET_DATA": str(tmp_path / "data"), "VOLET_BASE_URL": base}
    commands = [["migrate", "-v0"], ["load_library"], ["first_run"]]
    if demo.data is None:
        commands.insert(0, ["collectstatic", "--no-input", "-v0"])
    else:
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "static").symlink_to(demo.data / "static")
    for arguments in commands:
        done = start(["manage.py", *arguments], folder=tmp_path / arguments[0], base=base, environment=settings)
        assert done.process.wait(120) == 0, done.said()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", done.said())[0]
    serve = ["-m", "granian", "--interface", "wsgi", "--port", str(port), "config.wsgi:application"]
    serving = start(serve, folder=tmp_path / "serve", base=base, environment=settings)
    serving.wait_until(lambda: answers(f"{base}/health/"))
    yield base, code
    serving.process.terminate()
    serving.process.wait(20)


def test_eight_screens_lead_from_an_empty_installation_to_a_printed_poster(visit, empty_installation):
    base, code = empty_installation
    page, screens = visit(), []
    page.goto(base)
    screens.append(title(page))
    page.get_by_label(re.compile("^Code")).fill(code)
    page.get_by_label("Prénom").fill("Odile")
    page.get_by_label("Nom", exact=True).fill("Marchal")
    page.get_by_label("Adresse e-mail").fill("odile@lespins.example")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.locator("input[name=organisation_name]").fill("Les Pins")
    page.locator("input[name=trains]").check()
    press(page, "Ouvrir l'installation")
    screens.append(title(page))
    press(page, "Préparer ma session")
    screens.append(title(page))
    press(page, "Créer la session")
    screens.append(title(page))
    press(page, "Imprimer l'affiche")
    screens.append(title(page))
    expect(page.locator(".poster__code")).to_be_visible()
    print(f"{len(screens)} screens: {' → '.join(screens)}")
    assert screens[0] == "Ouvrir cette installation"
    assert len(screens) <= 8
