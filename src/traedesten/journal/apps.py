from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "traedesten.journal"
    label = "journal"
