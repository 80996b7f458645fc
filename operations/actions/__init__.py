"""Writing across the rooms."""

from operations.actions.tidying import forget_finished_tasks

__all__ = ["forget_finished_tasks"]
