"""What people type about the curriculum."""
