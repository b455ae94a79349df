from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "traedesten.desk"
    label = "desk"

    def ready(self) -> None:
        from traedesten.core import navigation

        navigation.register(navigation.Item(label=_("Registrér"), view="desk:register", order=20))
        navigation.register(navigation.Item(label=_("Journal"), view="desk:journal", order=30))
