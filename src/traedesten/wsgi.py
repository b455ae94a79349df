"""The entry point gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "traedesten.settings")

application = get_wsgi_application()

from traedesten.desk.importing import runner  # noqa: E402  why here: there are no models before the application is made

runner.at_start()
