from traedesten.people.models.household import Household
from traedesten.people.models.subject import Subject, SubjectAlias

__all__ = ["Household", "Subject", "SubjectAlias"]
