from traedesten.places.models.area import Area, AreaFigure
from traedesten.places.models.invitation import Invitation
from traedesten.places.models.organisation import Organisation
from traedesten.places.models.staff import Staff
from traedesten.places.models.venue import Venue

__all__ = ["Area", "AreaFigure", "Invitation", "Organisation", "Staff", "Venue"]
