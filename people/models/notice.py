"""News for one person: shown on their home page, and sent by e-mail where they gave an address."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """`key` says once and for all what it is about (« award-expiry:<id>:30 »): asked twice, one notice is made.

    `body` is plain text, in the person's language on that day; `address` is a path of this site, or empty.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    body = models.TextField()
    address = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="notice_once"),)

    def __str__(self) -> str:
        return self.title
