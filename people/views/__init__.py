"""Screens of people and organisations."""
