from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "traedesten.places"
    label = "places"
