"""CPU of checking a secret with Argon2id: a sign-in costs little more."""

from collections.abc import Iterator

from django.contrib.auth.hashers import check_password, make_password

from bench.stage import Row, cpu_milliseconds


def rows() -> Iterator[Row]:
    kept = make_password("482913")
    yield Row("sign-in: Argon2id", cpu_milliseconds(lambda: check_password("482913", kept), rounds=15), "ms", 60)
