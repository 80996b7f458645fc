"""Wiring of this room."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
