from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "traedesten.jobs"
    label = "jobs"
