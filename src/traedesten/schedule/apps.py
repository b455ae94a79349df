from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "traedesten.schedule"
    label = "schedule"

    def ready(self) -> None:
        from traedesten.programme import period
        from traedesten.schedule import held

        period.keep_inside(held.days_planned)
