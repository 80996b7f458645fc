"""The report of a check: what was checked, when, by whom; made of what the page carried, with nothing kept here."""

import io
import re
from datetime import datetime, timedelta
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from certificates.actions import change_status, make_forms
from certificates.actions.forms import content_of
from tests.certificates.conftest import AT, World
from tests.certificates.elsewhere import HOLDER, Issuer
from tests.certificates.reading import text

NAME = "Inès Benali"
pytestmark = pytest.mark.usefixtures("fresh_limits")


def carried(page: Any) -> str:
    found = re.search(r'name="report" value="([^"]+)"', page.content.decode())
    return found[1] if found else ""


def words_of(answer: Any) -> str:
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    shown = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return " ".join(shown.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())


def drop(client: Client, data: bytes) -> Any:
    return client.post("/verify/", {"file": SimpleUploadedFile("x", data)})


def test_the_report_of_a_file_says_what_was_checked(client: Client, world: World) -> None:
    award = world.award(NAME)
    page = drop(client, content_of(make_forms(award=award, at=AT)[0]))
    answer = client.post("/verify/report/", {"report": carried(page)})
    shown = words_of(answer)
    for said in ("Vrai et valable", NAME, award.number, "Signature intacte", "oui", "ni le BAFA", "127.0.0.1:8000"):
        assert said in shown
    assert page.context["digest"] in shown.replace(" ", "")
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert (str(document.docinfo["/Title"]), str(document.Root.Lang)) == ("Rapport de vérification", "fr")


def test_the_report_of_a_link_and_of_a_badge_from_elsewhere(client: Client, world: World) -> None:
    award = world.award(NAME)
    assert NAME in words_of(client.post("/verify/report/", {"report": carried(client.get(f"/v/{award.public_id}/"))}))
    shown = words_of(client.post("/verify/report/", {"report": carried(drop(client, Issuer().file()))}))
    assert "Délivré ailleurs" in shown
    assert (HOLDER in shown, "Vrai" in shown) == (True, False)


def test_a_number_s_report_names_nobody(client: Client, world: World) -> None:
    page = client.post("/verify/", {"number": world.award(NAME).number})
    assert "Benali" not in words_of(client.post("/verify/report/", {"report": carried(page)}))


def test_a_withdrawn_certificate_has_a_report_without_a_name(client: Client, world: World) -> None:
    award = world.award(NAME)
    change_status(award=award, kind="suspended", reason="motif secret", by=world.certifier, at=AT)
    shown = words_of(client.post("/verify/report/", {"report": carried(client.get(f"/v/{award.public_id}/"))}))
    assert "Suspendu le 2 mars 2026" in shown
    assert ("Benali" in shown, "secret" in shown) == (False, False)


@pytest.mark.parametrize("change", [lambda text: text[:-3], lambda text: "x" + text, lambda text: ""])
def test_a_report_that_we_did_not_write_is_refused(client: Client, world: World, change: Any) -> None:
    token = carried(client.get(f"/v/{world.award(NAME).public_id}/"))
    assert client.post("/verify/report/", {"report": token}).status_code == 200
    assert client.post("/verify/report/", {"report": change(token)}).status_code == 400


def test_a_report_is_offered_for_an_hour(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token = carried(client.get(f"/v/{world.award(NAME).public_id}/"))
    later = (datetime.now().astimezone() + timedelta(minutes=61)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    page = client.post("/verify/report/", {"report": token})
    assert (page.status_code, "Vérifiez le certificat de nouveau" in text(page)) == (400, True)


def test_an_unreadable_file_has_no_report(client: Client, db: None) -> None:
    assert carried(drop(client, b"bonjour")) == ""
