from certificates.exporters.register import register_csv

__all__ = ["register_csv"]
