from courses.exporters.matrix import matrix_csv

__all__ = ["matrix_csv"]
