"""The card of access and roles on the first page of the set-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from traedesten.setup import hub
from traedesten.setup.cards import PLACES
from traedesten.setup.hub import Card
from traedesten.setup.team import colleague


def register() -> None:
    """Called when the app is ready."""
    hub.register(
        Card(
            key="team",
            order=75,
            group=PLACES,
            title=gettext_lazy("Adgang og roller"),
            text=gettext_lazy("Hvem der kan logge ind, og hvad de må."),
            facts=colleague.facts,
            address=hub.at("setup:team"),
            step=gettext_lazy("Invitér kolleger"),
            icon="how-to-reg",
        )
    )
