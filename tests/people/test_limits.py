"""Limits: counted per key, across workers, freed by time."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import RequestFactory

from people import limits
from people.limits import Limit


@pytest.mark.django_db
def test_a_limit_counts_one_key_and_says_how_long():
    limit = Limit("test", 3, 60)
    assert [limit.fail("inès") for _ in range(3)] == [True, True, True]
    assert not limit.fail("inès")
    assert 55 <= limit.wait("inès") <= 60
    assert limit.wait("léo") == 0
    assert Limit("other", 3, 60).wait("inès") == 0
    limit.reset("inès")
    assert limit.wait("inès") == 0


@pytest.mark.django_db
def test_time_frees_the_slots():
    limit = Limit("test", 2, 1)
    assert limit.fail("k") and limit.fail("k") and not limit.fail("k")
    time.sleep(1.1)
    assert limit.wait("k") == 0
    assert limit.fail("k")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "é" * 5000, "\x00\n", "\ud800"])
def test_any_text_is_a_key(key):
    limit = Limit("test", 1, 60)
    assert limit.fail(key)
    assert limit.wait(key) > 0


def test_tries_sent_together_are_counted_one_by_one(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    limit = Limit("race", 5, 60)
    start = threading.Barrier(8)

    def attempt(_):
        start.wait()
        return limit.fail("k")

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(attempt, range(8)))
    assert sum(results) == 5


def test_a_forged_hop_is_not_believed(settings):
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 9.9.9.9", REMOTE_ADDR="10.0.0.1")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert limits.address(request) == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert limits.address(request) == "9.9.9.9"
