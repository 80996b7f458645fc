"""Argon2id with parameters sized for a two-core server: about 45 ms of CPU a sign-in (OWASP: 19 MiB, t=2, p=1)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
