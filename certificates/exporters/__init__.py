from certificates.exporters.heads import write_register
from certificates.exporters.register import register_csv

__all__ = ["register_csv", "write_register"]
