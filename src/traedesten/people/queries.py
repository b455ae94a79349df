"""Questions about subjects that others may ask."""

from __future__ import annotations

from traedesten.people.models import Subject, SubjectAlias
from traedesten.programme.models import Programme


def ids_of_person(programme: Programme, code: str) -> frozenset[int]:
    """Ids of every subject that is the person with this code, merged ones too; empty where nobody has it."""
    found = Subject.objects.filter(programme=programme, code__iexact=code).values_list("pk", flat=True).first()
    if found is None:
        return frozenset()
    row = SubjectAlias.objects.filter(alias=found).first()
    canonical = row.canonical_id if row else found
    merged = SubjectAlias.objects.filter(canonical=canonical).values_list("alias_id", flat=True)
    return frozenset((canonical, found, *merged))
