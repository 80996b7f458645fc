"""Forms of the curriculum's authors."""

__all__ = []
