from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SetupConfig(AppConfig):
    name = "traedesten.setup"
    label = "setup"

    def ready(self) -> None:
        from traedesten.core import navigation
        from traedesten.core.access import Permission
        from traedesten.setup import cards, hub, importing_card
        from traedesten.setup.criterion import overview
        from traedesten.setup.team import card as team_card

        navigation.register(
            navigation.Item(
                label=_("Opsætning"), view="setup:hub", order=80, section="setup:", needs=Permission.EDIT_PROGRAMME
            )
        )
        cards.register()
        team_card.register()
        importing_card.register()
        hub.register(overview.CARD)
