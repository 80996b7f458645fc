"""What an operator sets: safe when nothing is said, refused in words when it is wrong."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment, private_secret


def test_an_installation_answers_to_its_own_address_without_being_told(monkeypatch):
    monkeypatch.delenv("VOLET_HOSTS", raising=False)
    monkeypatch.setenv("VOLET_BASE_URL", "https://volet.example.org/")
    assert Environment().hosts == ["volet.example.org", "127.0.0.1", "localhost"]
    assert Environment().https


def test_the_operator_may_name_the_hosts(monkeypatch):
    monkeypatch.setenv("VOLET_HOSTS", "a.example, b.example")
    assert Environment().hosts == ["a.example", "b.example"]


@pytest.mark.parametrize(("name", "value"), [("VOLET_DEBUG", "maybe"), ("VOLET_SMTP_PORT", "many")])
def test_a_wrong_value_is_refused_by_its_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        Environment()


def test_the_secret_is_made_once_and_nobody_else_reads_it(tmp_path):
    path = tmp_path / "keys" / "secret_key"
    first = private_secret(path)
    assert len(first) >= 50
    assert private_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["secret_key"]
