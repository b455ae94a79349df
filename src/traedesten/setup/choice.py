"""What there is to choose from in the forms of the set-up."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from traedesten.documents.outline import BY_NAME
from traedesten.documents.queries import rows_of
from traedesten.places.models import Organisation, Staff
from traedesten.programme.models import Programme, RoleGrant

NOT_CHOSEN = gettext_lazy("Ikke valgt")


def organisations(programme: Programme) -> QuerySet[Any]:
    """Every organisation the programme names, those that only take part among them."""
    named = rows_of(BY_NAME["organisations"], programme).order_by().values("pk")
    return Organisation.objects.filter(pk__in=named)


def colleagues(programme: Programme, besides: int | None = None) -> QuerySet[Staff]:
    """Who holds a role in the programme and can log in; and one more, who has been chosen already."""
    grants = RoleGrant.objects.filter(programme=programme).values("staff")
    return Staff.objects.filter(Q(pk__in=grants, is_active=True) | Q(pk=besides))


def years(programme: Programme) -> list[tuple[int, str]]:
    return [(year, str(year)) for year in range(programme.starts_on.year, programme.ends_on.year + 1)]
