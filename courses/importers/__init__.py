from courses.importers.course import CourseLoader

__all__ = ["CourseLoader"]
