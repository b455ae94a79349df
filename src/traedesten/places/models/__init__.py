from traedesten.places.models.access_change import AccessChange
from traedesten.places.models.area import Area, AreaFigure
from traedesten.places.models.invitation import Invitation
from traedesten.places.models.organisation import Organisation
from traedesten.places.models.staff import Staff
from traedesten.places.models.venue import Venue

__all__ = ["AccessChange", "Area", "AreaFigure", "Invitation", "Organisation", "Staff", "Venue"]
