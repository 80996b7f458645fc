"""Asking for an address as somebody, and naming the answer in one word."""

from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.addresses import Address


def answer(client: Client, address: Address, things: dict) -> str:
    """A status; `login` or `return` where one is sent to prove who one is; `refused` where the next page tells why not.
    What it changed is undone."""
    values = []
    for name in address.things:
        value = things[name]
        values.extend(value if isinstance(value, tuple) else [value])
    path = reverse(address.name, args=values)
    data = {name: things.get(value, value) for name, value in address.data.items()}
    with transaction.atomic():
        response = client.post(path, data) if address.post else client.get(path)
        if response.streaming:
            b"".join(response.streaming_content)  # a file is read to its end, which closes it
        transaction.set_rollback(True)
        told = [message.level_tag for message in get_messages(response.wsgi_request)]
    target = response.headers.get("Location", "")
    if target.startswith("/account/login/"):
        return "login"
    if response.status_code == 302 and "error" in told:
        return "refused"
    return "return" if target.startswith("/return/") else str(response.status_code)
