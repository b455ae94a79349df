from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "traedesten.offers"
    label = "offers"
