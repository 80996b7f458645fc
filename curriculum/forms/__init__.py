"""Forms of the curriculum's authors."""
