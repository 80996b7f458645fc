from courses.kinds.guide import GuideKind
from courses.kinds.lesson import LessonKind

__all__ = ["GuideKind", "LessonKind"]
