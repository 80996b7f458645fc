"""A served demonstration for each test process, and Chromium for each module."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.e2e.house import Demo

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(autouse=True, scope="session")
def _installed() -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the tests in the browser are left out (apt install chromium)")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], AbstractContextManager[Demo]]:
    """Serves a demonstration. VOLET_E2E_CONSOLE names what a running one printed, to try a test by hand."""

    @contextmanager
    def serve(name: str) -> Iterator[Demo]:
        if running := os.environ.get("VOLET_E2E_CONSOLE"):
            yield Demo(None, Path(running).read_text())
            return
        demo = Demo.start(tmp_path_factory.mktemp(name))
        yield demo
        assert demo.serving.interrupt() < 5, "Ctrl-C did not end the demonstration"

    return serve


@pytest.fixture(scope="session")
def demo(served) -> Iterator[Demo]:
    """One for each process of the tests."""
    with served("demo") as demo:
        yield demo


@pytest.fixture(scope="module")
def chromium() -> Iterator:
    """One browser for a module. Not for the session: its event loop would stop Django's database in later tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium) -> Iterator:
    """Opens a page as a new visitor: nothing is remembered from another one. Complaints of the console fail the test."""
    contexts, complaints = [], []

    def open_page(device: dict = DESKTOP, **options):
        context = chromium.new_context(locale="fr-FR", **device, **options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note(message, complaints))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _note(message, complaints: list[str]) -> None:
    """Scripts and styles that the content security policy refused, and errors of our own scripts."""
    if message.type == "error" and "Failed to load resource" not in message.text:
        complaints.append(f"{message.location.get('url', '')}: {message.text}")


@pytest.fixture(params=["desktop", "phone", "phone-without-scripts"])
def device(request: pytest.FixtureRequest) -> dict:
    return {
        "desktop": DESKTOP,
        "phone": PHONE,
        "phone-without-scripts": PHONE | {"java_script_enabled": False},
    }[request.param]
