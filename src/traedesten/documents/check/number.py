"""Numbers fit the columns they are kept in, and shares are shares."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from traedesten.documents.check.draft import Draft
from traedesten.documents.fault import Fault
from traedesten.documents.outline import SECTIONS, Type


def faults(draft: Draft) -> Iterator[Fault]:
    for section in SECTIONS:
        for key in (key for key in section.keys if key.type is Type.AMOUNT):
            for path, item in draft.items(section.name):
                value = item.get(key.name)
                if value is not None and Decimal(str(value)) != round(Decimal(str(value)), 2):
                    yield Fault(
                        (*path, key.name), _("%(value)s har for mange decimaler; skriv højst to.") % {"value": value}
                    )
    for path, item in draft.items("runs"):
        some, whole = (int(part) for part in item.get("rule", "2/3").split("/"))
        if some > whole:
            yield Fault(
                (*path, "rule"),
                _("%(rule)s er mere end alle gange. Skriv fx 2/3 eller 1/1.") % {"rule": item["rule"]},
            )
