"""Status lists: a place for each award, and the signed lists that say which awards count no more.

Lists are locked before the register, all those of an issuer at once, so that no two actions ever wait for each other.
"""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ValidationError
from django.db import transaction

from certificates.actions.keys import ensure_key, opened
from certificates.choices import StatusPurpose
from certificates.models import Award, IssuerKey, PublishedStatus, StatusEntry, StatusList
from certificates.queries.issuing import issuer_id, on_a_domain, verification_method
from certificates.queries.status_lists import key_of_list, list_address, set_indexes
from certificates.signing import encoded_list, sign, status_list_document
from people.models import Organisation

#: Where half is taken the next list is opened: a random index is then free at the second try, on average.
FULL: Final = 2
PER_SWEEP: Final = 500


@transaction.atomic
def allot_entry(*, award: Award, at: datetime) -> StatusEntry:
    """The place of a new award: a free index, drawn at random. Called inside the transaction that makes the award."""
    lists = _locked(award.issuer)
    current = lists[-1] if lists else None
    if current is None or current.taken * FULL >= current.length:
        number = current.number + 1 if current else 1
        current = StatusList.objects.create(issuer=award.issuer, number=number)
        _publish(current, at)
    index = secrets.randbelow(current.length)
    while StatusEntry.objects.filter(list=current, index=index).exists():
        index = secrets.randbelow(current.length)
    current.taken += 1
    current.save(update_fields=["taken"])
    return StatusEntry.objects.create(award=award, list=current, index=index)


@transaction.atomic
def publish_status(*, award: Award, at: datetime) -> None:
    """Signs anew the list of an award whose status just changed, in the same transaction. Before the register is locked."""
    entry = StatusEntry.objects.filter(award=award).first()
    for status_list in _locked(award.issuer) if entry else []:
        if entry is not None and status_list.pk == entry.list_id:
            _publish(status_list, at)


@transaction.atomic
def publish_lists(*, issuer: Organisation, at: datetime) -> list[PublishedStatus]:
    """Signs all lists of an issuer anew: after a change of key, or when the key opens again."""
    return [row for status_list in _locked(issuer) for row in _publish(status_list, at)]


@transaction.atomic
def open_list(*, issuer: Organisation, at: datetime) -> None:
    """After a change of key without a domain, new awards go in a list of the new key: a verifier elsewhere believes a list
    only where its issuer, which is the key, is that of the certificate."""
    lists = _locked(issuer)
    if lists and not on_a_domain():
        _publish(StatusList.objects.create(issuer=issuer, number=lists[-1].number + 1), at)


def allot_owed(*, at: datetime) -> str:
    """The sweep: awards made before there were lists get their place. The files handed out don't name it; the trust folder
    does, so that a withdrawal of theirs is known without the server, too."""
    owed = list(Award.objects.filter(status_entry=None).select_related("issuer").order_by("awarded_at")[:PER_SWEEP])
    for award in owed:
        with transaction.atomic():
            Award.objects.select_for_update().get(pk=award.pk)  # a second worker waits for the first
            if not StatusEntry.objects.filter(award=award).exists():
                allot_entry(award=award, at=at)
    for issuer in {award.issuer for award in owed}:
        publish_lists(issuer=issuer, at=at)
    return f"allotted {len(owed)}"


def publish_stale(*, at: datetime) -> str:
    """The duty: lists that waited for a key are tried again."""
    waiting = Organisation.objects.filter(status_lists__published__stale_since__isnull=False).distinct()
    rows = [row for issuer in waiting for row in publish_lists(issuer=issuer, at=at)]
    return (
        f"signed {sum(row.stale_since is None for row in rows)}, waiting {sum(bool(row.stale_since) for row in rows)}"
    )


def _locked(issuer: Organisation) -> list[StatusList]:
    lists = StatusList.objects.filter(issuer=issuer).select_for_update(of=("self",)).select_related("issuer")
    return list(lists.order_by("number"))


def _publish(status_list: StatusList, at: datetime) -> list[PublishedStatus]:
    bits = set_indexes(status_list)
    return [_signed(status_list, purpose, bits[purpose], at) for purpose in StatusPurpose]


def _signed(status_list: StatusList, purpose: StatusPurpose, indexes: list[int], at: datetime) -> PublishedStatus:
    """Where the key doesn't open the change of status goes on all the same: the list says that it waits."""
    row, _made = PublishedStatus.objects.get_or_create(list=status_list, purpose=purpose)
    issuer = status_list.issuer
    try:
        key, private = _signer(row, issuer, at)
    except ValidationError:
        row.stale_since = row.stale_since or at
        row.save(update_fields=["stale_since"])
        return row
    document = status_list_document(
        address=list_address(status_list, purpose),
        issuer=issuer_id(issuer, key),
        purpose=purpose,
        encoded=encoded_list(indexes, status_list.length),
        valid_from=at,
    )
    row.content = json.dumps(
        sign(document, private, verification_method(issuer, key), at), ensure_ascii=False, indent=1
    )
    row.digest = hashlib.sha256(row.content.encode()).hexdigest()
    row.at, row.stale_since = at, None
    row.save()
    return row


def _signer(row: PublishedStatus, issuer: Organisation, at: datetime) -> tuple[IssuerKey, Ed25519PrivateKey]:
    """The key in use. Without a domain: the key of the list's own certificates as long as it opens, retired as it may be."""
    own = None if on_a_domain() else key_of_list(row)
    if own is not None:
        try:
            return own, opened(own)
        except ValidationError:
            pass  # copied or lost for good: the key in use speaks for it
    key = ensure_key(organisation=issuer, at=at)
    return key, opened(key)
