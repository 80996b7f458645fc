"""The CASE 1.1 read API: public framework versions for other software (docs/how-to/exchange-frameworks.md)."""

from curriculum.api.case import case_discovery, case_documents, case_object

__all__ = ["case_discovery", "case_documents", "case_object"]
