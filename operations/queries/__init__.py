"""Reading across the rooms: where a person's work is, and how the installation is."""

from operations.queries.doors import home_of, operating_organisation
from operations.queries.health import Health, health_at

__all__ = ["Health", "health_at", "home_of", "operating_organisation"]
