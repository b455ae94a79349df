from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "traedesten.desk"
    label = "desk"

    def ready(self) -> None:
        from traedesten.core import navigation
        from traedesten.core.access import Permission

        reading = ("desk:journal", "desk:entry", "desk:correct", "desk:withdraw", "desk:import")
        for view, label, order, needs, section in (
            ("desk:today", _("I dag"), 5, Permission.SEE_PROGRAMME, "desk:today"),
            ("desk:register", _("Registrér"), 20, Permission.RECORD_ENTRY, "desk:register"),
            ("desk:journal", _("Journal"), 30, Permission.SEE_ENTRIES, reading),
        ):
            navigation.register(navigation.Item(label=label, view=view, order=order, needs=needs, section=section))
