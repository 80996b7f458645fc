"""Versions that were loaded before they had an identifier get ours, and their tree its associations."""

import uuid

from django.db import migrations

VERSIONS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:volet:framework-version")
ASSOCIATIONS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:volet:association")


def fill(apps, schema_editor):
    version_model = apps.get_model("curriculum", "FrameworkVersion")
    association_model = apps.get_model("curriculum", "Association")
    competency_model = apps.get_model("curriculum", "Competency")
    for version in version_model.objects.select_related("framework"):
        version.identifier = str(uuid.uuid5(VERSIONS, f"{version.framework.slug}/{version.label}"))
        version.save(update_fields=["identifier"])
        edges = []
        for node in competency_model.objects.filter(version=version).select_related("parent").order_by("path"):
            above = node.parent.identifier if node.parent else version.identifier
            name = f"{version.identifier}/isChildOf/{node.identifier}/{above}"
            edges.append(
                association_model(
                    version=version,
                    identifier=str(uuid.uuid5(ASSOCIATIONS, name)),
                    kind="isChildOf",
                    origin=node,
                    destination=node.parent,
                    position=node.position,
                )
            )
        association_model.objects.bulk_create(edges, batch_size=500)


def forget(apps, schema_editor):
    """The columns and tables go with the migration before."""


class Migration(migrations.Migration):
    dependencies = [("curriculum", "0002_crosswalks_errata_carry_over")]

    operations = [migrations.RunPython(fill, forget)]
