"""The forms in which a framework version goes out: `{% load exchange %}`."""

from typing import Any

from django import template
from django.urls import reverse

from curriculum.exporters.exchange import WRITERS
from curriculum.formats.exchange import FORMAT_NAMES
from curriculum.models import FrameworkVersion

register = template.Library()


@register.simple_tag
def export_links(version: FrameworkVersion) -> list[dict[str, Any]]:
    """Address and name of each form; once a language for Moodle, which holds one at a time."""
    links = []
    for writer in WRITERS.values():
        address = reverse("framework-export", args=[version.framework.slug, version.label, writer.name])
        name = FORMAT_NAMES.get(writer.name, writer.name)
        if writer.name == "moodle-csv" and len(version.title) > 1:
            links += [
                {"key": writer.name, "name": name, "url": f"{address}?language={tongue}", "language": tongue}
                for tongue in sorted(version.title, key=lambda tongue: tongue != version.language)
            ]
        else:
            links.append({"key": writer.name, "name": name, "url": address, "language": ""})
    return links
