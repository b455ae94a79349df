from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from traedesten.core import navigation
from traedesten.core.access import Permission

SECTION = ("measures:", "desk:cafe", "desk:control", "desk:attention", "desk:finding")


class MeasuresConfig(AppConfig):
    name = "traedesten.measures"
    label = "measures"

    def ready(self) -> None:
        navigation.register(navigation.Item(label=_("Kompas"), view="measures:compass", order=10, section=SECTION))
        navigation.register(
            navigation.Item(
                label=_("På tværs"),
                view="across:programmes",
                order=90,
                section="across:",
                per_programme=False,
                needs=Permission.SEE_FIGURES,
                at_least=2,
            )
        )
