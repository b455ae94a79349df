from traedesten.programme.models.activity import Activity
from traedesten.programme.models.budget_line import BudgetLine
from traedesten.programme.models.closed_week import ClosedWeek
from traedesten.programme.models.criterion import Criterion
from traedesten.programme.models.criterion_change import CriterionChange
from traedesten.programme.models.expense import Expense
from traedesten.programme.models.focus_area import FocusArea
from traedesten.programme.models.former_name import FormerName
from traedesten.programme.models.milestone import Milestone
from traedesten.programme.models.partner import Partner
from traedesten.programme.models.phase import Phase
from traedesten.programme.models.position import Position
from traedesten.programme.models.position_holder import PositionHolder
from traedesten.programme.models.programme import Programme
from traedesten.programme.models.role_grant import GrantArea, RoleGrant
from traedesten.programme.models.tag import Tag
from traedesten.programme.models.target import Target
from traedesten.programme.models.topic import Topic
from traedesten.programme.models.version import Part, Version

__all__ = [
    "Activity",
    "BudgetLine",
    "ClosedWeek",
    "Criterion",
    "CriterionChange",
    "Expense",
    "FocusArea",
    "FormerName",
    "GrantArea",
    "Milestone",
    "Part",
    "Partner",
    "Phase",
    "Position",
    "PositionHolder",
    "Programme",
    "RoleGrant",
    "Tag",
    "Target",
    "Topic",
    "Version",
]
