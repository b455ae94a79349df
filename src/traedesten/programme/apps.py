from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "traedesten.programme"
    label = "programme"

    def ready(self) -> None:
        from traedesten.core import access, navigation
        from traedesten.programme import queries, rules

        access.install(rules.authority)
        navigation.install(queries.named_for)
