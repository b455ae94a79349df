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
from traedesten.journal.models.entry import Entry
from traedesten.journal.models.import_batch import ImportBatch
from traedesten.journal.models.tally import Tally

__all__ = [
    "ContactNote",
    "ConversationNote",
    "Correction",
    "Entry",
    "FigureSource",
    "ImportBatch",
    "InitiativeText",
    "PersonNote",
    "PublicationText",
    "StoryText",
    "Tally",
    "WorkNote",
]
