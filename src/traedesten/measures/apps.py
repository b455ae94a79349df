from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from traedesten.core import navigation


class MeasuresConfig(AppConfig):
    name = "traedesten.measures"
    label = "measures"

    def ready(self) -> None:
        navigation.register(
            navigation.Item(
                label=_("Kompas"), view="measures:compass", order=10, section=("measures:", "desk:cafe", "desk:control")
            )
        )
