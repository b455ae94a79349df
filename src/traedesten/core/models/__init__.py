from traedesten.core.models.audit_event import AuditEvent
from traedesten.core.models.look import Look

__all__ = ["AuditEvent", "Look"]
