from assessments.importers.assessment import AssessmentLoader

__all__ = ["AssessmentLoader"]
