from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "traedesten.documents"
    label = "documents"
