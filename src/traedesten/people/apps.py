from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "traedesten.people"
    label = "people"
