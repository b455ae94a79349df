from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class PlacesConfig(AppConfig):
    name = "traedesten.places"
    label = "places"

    def ready(self) -> None:
        from traedesten.places import access_notice

        user_logged_in.connect(access_notice.remember, dispatch_uid="places.access_notice")
