from traedesten.journal.models.audit_prompt import AuditPrompt
from traedesten.journal.models.box_count import BoxCount
from traedesten.journal.models.correction import Correction
from traedesten.journal.models.detail import (
    ContactNote,
    ConversationNote,
    FigureSource,
    InitiativeText,
    PersonNote,
    PublicationText,
    StoryText,
    WorkNote,
)
from traedesten.journal.models.door_check import DoorCheck
from traedesten.journal.models.entry import Entry
from traedesten.journal.models.import_batch import ImportBatch
from traedesten.journal.models.import_job import ImportJob
from traedesten.journal.models.import_mapping import ImportMapping
from traedesten.journal.models.new_guest_week import NewGuestWeek
from traedesten.journal.models.paper_tally import PaperTally
from traedesten.journal.models.site_audit import SiteAudit
from traedesten.journal.models.tally import Card, Tally
from traedesten.journal.models.tally_clash import TallyClash

__all__ = [
    "AuditPrompt",
    "BoxCount",
    "Card",
    "ContactNote",
    "ConversationNote",
    "Correction",
    "DoorCheck",
    "Entry",
    "FigureSource",
    "ImportBatch",
    "ImportJob",
    "ImportMapping",
    "InitiativeText",
    "NewGuestWeek",
    "PaperTally",
    "PersonNote",
    "PublicationText",
    "SiteAudit",
    "StoryText",
    "Tally",
    "TallyClash",
    "WorkNote",
]
