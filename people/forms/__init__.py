"""Input of this room's screens."""
