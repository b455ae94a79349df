from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "traedesten.programme"
    label = "programme"
