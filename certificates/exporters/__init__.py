from certificates.exporters.award_archive import award_archive
from certificates.exporters.register import register_csv

__all__ = ["award_archive", "register_csv"]
from certificates.exporters.heads import write_register

__all__ = ["register_csv", "write_register"]
