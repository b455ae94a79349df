"""Offers that residents can be bridged to."""

from __future__ import annotations

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.offers.models import Offer
from traedesten.programme import row
from traedesten.programme.models import Programme
from traedesten.programme.use import demand_unused


@action("offer.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> Offer:
    return row.make(Offer, programme, values)


@action("offer.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, offer: Offer, values: row.Values, seen: Plain | None = None) -> Offer:
    return row.change(offer, offer.programme, values, seen)


@action("offer.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, offer: Offer) -> Programme:
    """Raises ValidationError while anybody was bridged to it, or a criterion counts by it."""
    demand_unused(offer)
    return row.remove(offer, offer.programme)
