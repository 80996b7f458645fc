from content.actions.library import Report, load_folder

__all__ = ["Report", "load_folder"]
