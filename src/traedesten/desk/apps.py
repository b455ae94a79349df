from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "traedesten.desk"
    label = "desk"
