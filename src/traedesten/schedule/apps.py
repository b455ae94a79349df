from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "traedesten.schedule"
    label = "schedule"
