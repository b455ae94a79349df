from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "traedesten.planning"
    label = "planning"

    def ready(self) -> None:
        from traedesten.core import gallery, navigation
        from traedesten.core.access import Permission
        from traedesten.planning import shelf

        gallery.SHELVES.append(
            gallery.Shelf(_("Kalenderen"), "planning/_components/shelf.html", "planning/planning.css", shelf.SHOWN)
        )
        navigation.register(
            navigation.Item(
                label=_("Kalender"),
                view="planning:calendar",
                order=25,
                needs=Permission.SEE_PROGRAMME,
                section="planning:",
            )
        )
