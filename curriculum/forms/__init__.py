"""What people type about the curriculum."""

__all__ = []
