"""The certifier's key: backed up, changed, lost and put back, from a screen."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from certificates.actions import ensure_key, make_forms
from certificates.actions.ceremony import back_up, declare_lost, keys_to_see, restore, rotate
from certificates.actions.forms import content_of
from certificates.actions.heads import sign_head
from certificates.choices import Verdict
from certificates.models import IssuerKey
from certificates.queries import check_file
from certificates.queries.keys import fingerprint
from certificates.signing import encode_public
from people.models import AuditEvent
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_status_lists import bits, lose_master_key

PHRASE = "quatre mots bien rangés"
SECRET = "la phrase du matin"


@pytest.fixture
def desk(world: World) -> Client:
    ensure_key(organisation=world.certifier_body, at=AT)
    world.certifier.set_password(SECRET)
    world.certifier.save()
    return client_of(world.certifier)


def place(name: str) -> str:
    return reverse(name, args=["federation-des-pins"])


def backup_form(**changes: str) -> dict[str, str]:
    values = {"passphrase": PHRASE, "again": PHRASE, "secret": SECRET} | changes
    return {f"backup-{name}": value for name, value in values.items()}


def verbs() -> list[str]:
    return list(AuditEvent.objects.filter(verb__startswith="key-").order_by("pk").values_list("verb", flat=True))


def test_the_backup_opens_with_its_phrase_and_the_warning_goes(world: World, desk: Client) -> None:
    assert "Votre clé de signature n'est pas sauvegardée" in words_on(desk.get(reverse("certifier-home")))
    answer = desk.post(place("key-backup"), backup_form())
    assert answer["Content-Disposition"] == 'attachment; filename="federation-des-pins-key-1.pem"'
    private = load_pem_private_key(answer.content, PHRASE.encode())
    assert isinstance(private, Ed25519PrivateKey)
    key = IssuerKey.objects.get()
    assert encode_public(private.public_key().public_bytes_raw()) == key.public_multibase
    assert keys_to_see(world.certifier) == []
    assert "n'est pas sauvegardée" not in words_on(desk.get(reverse("certifier-home")))
    assert verbs() == ["key-made", "key-backed-up"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"secret": "faux"}, "Ce n'est pas le bon mot de passe."),
        ({"again": "autre chose"}, "Les deux phrases ne sont pas les mêmes."),
        ({"passphrase": "court", "again": "court"}, "au moins 12 caractères"),
    ],
)
def test_a_backup_is_refused_in_words(desk: Client, changes: dict[str, str], sentence: str) -> None:
    answer = desk.post(place("key-backup"), backup_form(**changes))
    assert (answer.status_code, sentence in words_on(answer)) == (200, True)
    assert verbs() == ["key-made"]


def test_a_new_key_signs_and_the_old_certificates_stay_true(world: World, desk: Client) -> None:
    old = world.award()
    before = content_of(make_forms(award=old, at=AT)[0])
    assert desk.post(place("key-rotate"), {"rotate-secret": SECRET}).status_code == 302
    after = content_of(make_forms(award=world.award("Léo Marchand"), at=AT)[0])
    assert [check_file(content, AT).verdict for content in (before, after)] == [Verdict.VALID, Verdict.VALID]
    keys = IssuerKey.objects.order_by("pk")
    assert [(key.kid, key.retired_at is None) for key in keys] == [("key-1", False), ("key-2", True)]
    world.revoke(old)
    assert bits(old) == (True, False)
    page = words_on(desk.get(place("key-detail")))
    assert all(fingerprint(key) in page for key in IssuerKey.objects.all())


def test_a_lost_key_is_said_nothing_breaks_and_it_comes_back(world: World, desk: Client, settings) -> None:
    award = world.award()
    key = IssuerKey.objects.get()
    backup = back_up(key=key, passphrase=PHRASE, by=world.certifier, at=AT)
    lose_master_key(settings)
    assert "Votre clé de signature ne s'ouvre plus" in words_on(desk.get(reverse("certifier-home")))
    assert "La clé maîtresse manque" in words_on(desk.get(place("key-detail")))
    with pytest.raises(ValidationError, match="Clé de signature"):
        world.award("Léo Marchand")
    world.revoke(award)
    assert "les listes d'états publiées ne disent pas" in words_on(desk.get(place("key-detail")))
    form = {"restore-backup": SimpleUploadedFile("cle.pem", backup), "restore-passphrase": PHRASE}
    assert desk.post(place("key-restore"), form).status_code == 302
    assert bits(award) == (True, False)
    assert world.award("Zoë Lang").number


def other_key() -> bytes:
    private = Ed25519PrivateKey.generate()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PHRASE.encode()))


@pytest.mark.parametrize(
    ("make", "phrase", "sentence"),
    [
        (None, "une autre phrase", "Cette phrase n'ouvre pas ce fichier, ou le fichier est abîmé."),
        (other_key, PHRASE, "c'est celle d'une autre clé que les vôtres"),
        (lambda: b"\x00\xff", PHRASE, "Ce fichier n'est pas une sauvegarde de clé."),
        (lambda: b"x" * 70_000, PHRASE, "Ce fichier est trop grand pour être une clé."),
    ],
)
def test_a_wrong_backup_is_said_plainly(world: World, desk: Client, make, phrase: str, sentence: str) -> None:
    key = IssuerKey.objects.get()
    content = make() if make else back_up(key=key, passphrase=PHRASE, by=world.certifier, at=AT)
    form = {"restore-backup": SimpleUploadedFile("cle.pem", content), "restore-passphrase": phrase}
    answer = desk.post(place("key-restore"), form)
    assert (answer.status_code, sentence in words_on(answer)) == (200, True)
    assert IssuerKey.objects.get().private_sealed == key.private_sealed


def test_a_lost_master_key_is_never_replaced_without_a_word(world: World, desk: Client, settings) -> None:
    master = Path(settings.VOLET_KEYS, "master_key")
    master.unlink()
    answer = desk.post(place("key-rotate"), {"rotate-secret": SECRET})
    assert (answer.status_code, "La clé maîtresse manque" in words_on(answer)) == (200, True)
    assert desk.post(place("key-lost"), {"lost-secret": SECRET}).status_code == 200
    assert (master.exists(), IssuerKey.objects.count(), verbs()) == (False, 1, ["key-made"])


def test_the_drill_of_a_lost_master_key(world: World, desk: Client, settings) -> None:
    """Nothing signs, a withdrawal is kept; declared lost, a new key signs, and what the old one signed stays true."""
    award, other = world.award(), world.award("Léo Marchand")
    old = content_of(make_forms(award=other, at=AT)[0])
    sign_head(at=AT)
    lose_master_key(settings)
    world.revoke(award)
    assert bits(award) == (False, False)
    assert desk.post(place("key-lost"), {"lost-secret": SECRET, "lost-sure": "on"}).status_code == 302
    assert bits(award) == (True, False)
    new = content_of(make_forms(award=world.award("Zoë Lang"), at=AT)[0])
    assert [check_file(content, AT).verdict for content in (old, new)] == [Verdict.VALID, Verdict.VALID]
    said = AuditEvent.objects.get(verb="master-replaced")
    assert (said.by, sign_head(at=AT).key.kid) == (world.certifier, "register-2")
    with pytest.raises(ValidationError, match="rien à déclarer perdu"):
        declare_lost(organisation=world.certifier_body, by=world.certifier, at=AT)


def test_a_copied_key_is_destroyed_and_never_comes_back(world: World, desk: Client) -> None:
    backup = back_up(key=IssuerKey.objects.get(), passphrase=PHRASE, by=world.certifier, at=AT)
    assert desk.post(place("key-rotate"), {"rotate-secret": SECRET, "rotate-copied": "on"}).status_code == 302
    assert [bool(key.private_sealed) for key in IssuerKey.objects.order_by("pk")] == [False, True]
    with pytest.raises(ValidationError, match="ne doit plus rien signer"):
        restore(organisation=world.certifier_body, backup=backup, passphrase=PHRASE, by=world.certifier, at=AT)


def test_nobody_else_touches_a_key(world: World) -> None:
    key = ensure_key(organisation=world.certifier_body, at=AT)
    facts = {"by": world.trainer, "at": AT}
    with pytest.raises(PermissionDenied):
        back_up(key=key, passphrase=PHRASE, **facts)
    with pytest.raises(PermissionDenied):
        rotate(organisation=world.certifier_body, **facts)
    with pytest.raises(PermissionDenied):
        restore(organisation=world.certifier_body, backup=b"", passphrase="", **facts)


def test_the_page_costs_the_same_with_three_keys(world: World, desk: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(8):
        desk.get(place("key-detail"))
    for _n in range(2):
        rotate(organisation=world.certifier_body, by=world.certifier, at=AT)
    with django_assert_num_queries(8):
        desk.get(place("key-detail"))
