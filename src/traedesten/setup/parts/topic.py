"""Topics: the programme's own lists of what entries can be about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from traedesten.documents.store.topic import standard
from traedesten.journal.catalogue import TOPIC_LISTS
from traedesten.programme.actions import topic as actions
from traedesten.programme.models import Programme, Topic
from traedesten.setup.form import SetupForm, name_field
from traedesten.setup.part import Groups, Line, Part, register
from traedesten.setup.site import Site


class TopicForm(SetupForm):
    list = forms.ChoiceField(label=gettext_lazy("Liste"), choices=[("", gettext_lazy("Vælg")), *TOPIC_LISTS.items()])
    name = name_field(gettext_lazy("Ord"), most=300, help_text=gettext_lazy("Som det skal stå, når nogen registrerer."))
    code = forms.CharField(
        label=gettext_lazy("Kode"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Kun til spørgsmål i et skema: skemaets navn, punktum og spørgsmålet, fx who5.score."),
    )

    def scope(self) -> None:
        if self.row is not None:
            del self.fields["list"], self.fields["code"]


def own_topics(programme: Programme) -> Any:
    """Those the programme has written itself; what every programme has is not for it to change."""
    given = standard()
    own = [topic.pk for topic in programme.topics.all() if given.get((topic.list, topic.code)) != topic.name]
    return programme.topics.filter(pk__in=own)


def groups(site: Site) -> Groups:
    topics = list(own_topics(site.programme))
    return [
        (name, [Line(topic, topic.name) for topic in topics if topic.list == code])
        for code, name in TOPIC_LISTS.items()
    ]


PART = register(
    Part(
        key="emner",
        title=gettext_lazy("Emner"),
        lead=gettext_lazy(
            "Ord, man kan vælge, når man registrerer: hvad en samtale handlede om, hvilket behov, hvilken metode."
        ),
        new=gettext_lazy("Nyt emne"),
        empty=gettext_lazy(
            "Skriv de ord ned, I selv bruger. Nogle lister, for eksempel målinger, har alle programmer i forvejen."
        ),
        argument="topic",
        model=Topic,
        form=TopicForm,
        rows=own_topics,
        groups=groups,
        add=actions.add,
        change=actions.change,
        remove=actions.remove,
        kept=("list", "code"),
    )
)
