"""Tags on activities, sessions and runs."""

from __future__ import annotations

from django.db.models import Count
from django.utils.translation import gettext_lazy, ngettext

from traedesten.programme.actions import tag as actions
from traedesten.programme.models import Tag
from traedesten.setup.form import SetupForm, name_field
from traedesten.setup.part import Groups, Line, Part, plain_list, register
from traedesten.setup.site import Site


class TagForm(SetupForm):
    name = name_field(help_text=gettext_lazy("Kort, for eksempel »Sammen med civilsamfundet«."))


def groups(site: Site) -> Groups:
    tags = site.programme.tags.annotate(activity_count=Count("activities"))
    return plain_list(Line(tag, tag.name, _details(tag.activity_count)) for tag in tags)


def _details(activities: int) -> tuple[str, ...]:
    return (ngettext("på %d aktivitet", "på %d aktiviteter", activities) % activities,) if activities else ()


PART = register(
    Part(
        key="maerker",
        title=gettext_lazy("Mærker"),
        lead=gettext_lazy(
            "Jeres egne ord på aktiviteter, åbninger og forløb. Et kriterium kan tælle dem med et mærke."
        ),
        new=gettext_lazy("Nyt mærke"),
        empty=gettext_lazy("Skriv det første, hvis aftalen tæller noget for sig, for eksempel temadage."),
        argument="tag",
        model=Tag,
        form=TagForm,
        rows=lambda programme: programme.tags.all(),
        groups=groups,
        add=actions.add,
        change=actions.change,
        remove=actions.remove,
    )
)
