"""The product's settings with known keys and a quick password hash; the database is chosen by DATABASE_URL as ever."""

import base64
import os
import tempfile

os.environ.setdefault("TRAEDESTEN_SECRET_KEY", "only-for-tests-" + "0123456789abcdef" * 4)
os.environ.setdefault("TRAEDESTEN_ENCRYPTION_KEYS", base64.urlsafe_b64encode(bytes(range(32))).decode())
os.environ["TRAEDESTEN_DEBUG"] = os.environ["TRAEDESTEN_DEMO"] = os.environ["TRAEDESTEN_HTTPS"] = "false"
os.environ["TRAEDESTEN_SECOND_FACTOR"] = "false"  # but where a test asks for it
os.environ["TRAEDESTEN_ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"

from traedesten.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: a live server's threads then each have a connection of their own, as in use.
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/traedesten-test-{os.getpid()}.sqlite3"}
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
