from people.models.duty import DutyRun
from people.models.event import AuditEvent, Erasure
from people.models.notice import Notice
from people.models.organisation import Invitation, Membership, Organisation
from people.models.person import Person

__all__ = ["AuditEvent", "DutyRun", "Erasure", "Invitation", "Membership", "Notice", "Organisation", "Person"]
