"""Screens of courses and sessions: fetch by query → form → action → respond."""
