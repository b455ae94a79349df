from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "traedesten.measures"
    label = "measures"
