from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "traedesten.programme"
    label = "programme"

    def ready(self) -> None:
        from traedesten.core import access
        from traedesten.programme import rules

        access.install(rules.authority)
