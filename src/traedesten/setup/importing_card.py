"""The card that leads to bringing in what was registered elsewhere; the screen itself is the desk's."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from traedesten.core.access import Permission
from traedesten.core.writing import written_number
from traedesten.journal.models import ImportBatch
from traedesten.setup import hub
from traedesten.setup.cards import TIME
from traedesten.setup.hub import Card, Facts
from traedesten.setup.site import Site


def _facts(site: Site) -> Facts:
    count = ImportBatch.objects.filter(programme=site.programme).count()
    told = ngettext("%s fil er indlæst", "%s filer er indlæst", count) % written_number(count)
    return Facts(told if count else _("Ingen filer endnu"))


def register() -> None:
    """Called when the app is ready."""
    hub.register(
        Card(
            key="imports",
            order=95,
            group=TIME,
            title=gettext_lazy("Tidligere registreringer"),
            text=gettext_lazy("Indlæs de regneark, I har brugt før."),
            facts=_facts,
            address=hub.at("desk:imports"),
            icon="upload",
            needs=Permission.IMPORT_ENTRIES,
        )
    )
