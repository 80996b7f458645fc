"""Forms of the curriculum's authors."""

"""What people type about the curriculum."""
