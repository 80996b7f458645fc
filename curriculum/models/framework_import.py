"""A file that somebody sent to import a framework, or sheets of the national registry: kept between the look at it and
the import, then removed."""

import secrets

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curriculum.choices import ImportState


def new_token() -> str:
    return secrets.token_hex(16)


def stored_path(entry: "FrameworkImport", _name: str) -> str:
    """Nothing of what the person called the file: it might hold a path, or a name."""
    return f"imports/{entry.token}"


class FrameworkImport(models.Model):
    """`slug` and `label` are what the person asked to call it, or empty. `at` is when the state came about.

    `codes` are the sheets to keep of a file of the registry (`["RNCP40871"]`); of a framework, there are none.

    `preview` says what the file holds, `report` what its import did or would do (`ImportReport`,
    `ReferencesReport`).
    """

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    file = models.FileField(upload_to=stored_path, blank=True)
    size = models.PositiveBigIntegerField()  # in bytes
    slug = models.SlugField(max_length=80, blank=True)
    label = models.CharField(max_length=20, blank=True)
    codes = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.RECEIVED)
    preview = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("import de référentiel")
        verbose_name_plural = _("imports de référentiels")

    @property
    def is_under_way(self) -> bool:
        """Whether a worker looks at the file, imports it, or is about to."""
        return self.state in {ImportState.RECEIVED, ImportState.WAITING, ImportState.RUNNING}

    def __str__(self) -> str:
        return self.file_name

    @property
    def warning_count(self) -> int:
        """Those that are kept in the report, and those that are not."""
        return len(self.report["warnings"]) + int(self.report["more_warnings"])

    def get_absolute_url(self) -> str:
        return reverse("framework-import-detail", args=[self.token])
