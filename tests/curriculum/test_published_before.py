"""An installation that published the library of an earlier Volet loads that of today, and keeps what it published."""

import pytest
from django.conf import settings

from content.actions import load_folder
from content.packages import Fields, read_folder
from curriculum.importers.references import parse_reference
from curriculum.models import DigitalStrandVersion, FrameworkVersion, TrainingReferenceVersion
from curriculum.queries import find_reference
from tests.curriculum.conftest import REFERENCE
from tests.curriculum.test_loading import outcomes

pytestmark = pytest.mark.django_db

#: The digests under which installations have published what is shipped, before references were read again.
PUBLISHED = {
    "crcn 2019": "a63c214d7e2a8508df6777711953e40e6ab5aab4c2fcde9c19933f552fa45141",
    "digcomp 2.2": "908a1751220acb1f40bf7d64ac8dc5eb0ad90b9bf82ad903b0b6b682b2e1ed6b",
    "bafa 2015": "5a08595c2c3cc56bcc2bd771fc06611f878e4668d1f3e4b1030e09fc7a3c4acc",
    "bafd 2015": "e389a0a80311cc53c13b1b41614a8fbc4a1c9e01e3b947cfe6a6ac300e1c3a66",
    "bpjeps-asec 2024": "2d92af7beae0c565a2b477028e0284e549aa2fb352ecdfe491fad167db32c3ca",
    "cpjeps 2019": "37b8999470a24f07c39a990c15e822b8cbf0ce3ba2f1789cf33b308ada481424",
    "cpjeps 2024": "dd81915d32c4bd9443bd003d71048769a8a75456c7f2fc8aabf768ea016506b2",
    "cqp-animateur-periscolaire 2022": "ebd5025bfcb3d142de397e9444237b9504937d27a55477db8e588612481b9b1b",
    "cqp-animateur-periscolaire 2025": "7eefcd24e19d31722782f68d8e92f7e1876f3e61dab2d628ac8ac48eec36c239",
    "dejeps-coordination-de-projets 2024": "cd8dc9b831a78843f89134b520f65aaf19eb5b200b49bc430e675c0106e06d11",
    "volet-bafa 1.0": "0a8b7ef16bbbec0048dfd87bbf96591fd8f391bd1ea14abf3a6607a2e64afd47",
    "volet-bpjeps-asec 1.0": "4b5fc5caed5d6f492a3ae51e2c79be286143a521fa6864ab49387ba754588c5c",
}


def test_what_was_published_before_is_shipped_as_it_was_or_known_to_have_changed(body, at):
    load_folder(folder=settings.VOLET_LIBRARY, owner=body, at=at, publish=True)
    known: dict[str, set[str]] = {}
    for thing, rows in (
        ("framework", FrameworkVersion),
        ("reference", TrainingReferenceVersion),
        ("strand", DigitalStrandVersion),
    ):
        for slug, label, digest in rows.objects.values_list(f"{thing}__slug", "label", "digest"):
            known[f"{slug} {label}"] = {digest}
    for document in read_folder(settings.VOLET_LIBRARY):
        if document.format == "volet.reference/1":
            spec = parse_reference(Fields(document, document.data, []))
            known[f"{spec.slug} {spec.label}"] |= set(spec.earlier)
    assert [name for name, digest in PUBLISHED.items() if digest not in known[name]] == []


def test_a_text_that_was_published_otherwise_under_this_label_stays_as_it_was(load):
    load(REFERENCE)
    before = find_reference("brevet", "2020")
    again = REFERENCE.replace('label: "2020"', f'label: "2020"\nearlier: ["{before.digest}"]').replace("30", "31")
    assert outcomes(load(again)) == [("reference", "brevet", "2020", "unchanged")]
    after = find_reference("brevet", "2020")
    assert (after.digest, list(after.units.values_list("hours", flat=True))) == (before.digest, [30, None, None, None])


def test_another_content_is_still_refused(load, refused):
    load(REFERENCE)
    changed = REFERENCE.replace('label: "2020"', f'label: "2020"\nearlier: ["{"0" * 64}"]').replace("30", "31")
    reason = "brevet 2020 existe déjà avec un autre contenu : donnez un nouveau numéro de version"
    assert refused(changed) == [("a.yaml", 3, reason)]
