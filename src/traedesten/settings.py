"""All settings, read once from the environment; a missing or malformed one stops the start.

Variables: TRAEDESTEN_SECRET_KEY, TRAEDESTEN_ENCRYPTION_KEYS (Fernet keys, newest first), DATABASE_URL,
TRAEDESTEN_DEBUG, TRAEDESTEN_ALLOWED_HOSTS, TRAEDESTEN_HTTPS, TRAEDESTEN_DEMO, TRAEDESTEN_PROXIES.
`var/dev.env` (written by set-up, never committed) is read when it exists; the real environment wins over it.
"""

import base64
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

BASE_DIR = Path(__file__).resolve().parents[2]
PACKAGE_DIR = BASE_DIR / "src" / "traedesten"
VAR_DIR = BASE_DIR / "var"

env = Env()
if (VAR_DIR / "dev.env").exists():
    env.read_env(str(VAR_DIR / "dev.env"), recurse=False)


def is_fernet_key(text: str) -> bool:
    """Whether the text is 32 bytes in url-safe base64, as `cryptography.fernet` wants them."""
    try:
        return len(base64.urlsafe_b64decode(text.encode("ascii"))) == 32
    except ValueError:
        return False


# --- What kind of installation this is -------------------------------------------------------------------------------

DEBUG = env.bool("TRAEDESTEN_DEBUG", False)
DEMO = env.bool("TRAEDESTEN_DEMO", False)
HTTPS = env.bool("TRAEDESTEN_HTTPS", not (DEBUG or DEMO))
PROXIES = env.int("TRAEDESTEN_PROXIES", 0)

SECRET_KEY = env.str("TRAEDESTEN_SECRET_KEY")
ENCRYPTION_KEYS: list[str] = env.list("TRAEDESTEN_ENCRYPTION_KEYS")
ALLOWED_HOSTS = env.list("TRAEDESTEN_ALLOWED_HOSTS", []) or (["localhost", "127.0.0.1"] if DEBUG or DEMO else [])

if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("TRAEDESTEN_SECRET_KEY must be at least 32 random characters.")
if not ENCRYPTION_KEYS or not all(is_fernet_key(key) for key in ENCRYPTION_KEYS):
    raise ImproperlyConfigured("TRAEDESTEN_ENCRYPTION_KEYS must hold one Fernet key or more, parted by commas.")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("TRAEDESTEN_ALLOWED_HOSTS must name the addresses this installation answers to.")

# --- Apps, in the order of the layers (bottom last) ------------------------------------------------------------------

OWN_APPS = [
    "traedesten.jobs",
    "traedesten.desk",
    "traedesten.setup",
    "traedesten.planning",
    "traedesten.documents",
    "traedesten.measures",
    "traedesten.journal",
    "traedesten.offers",
    "traedesten.schedule",
    "traedesten.people",
    "traedesten.programme",
    "traedesten.places",
    "traedesten.core",
]

INSTALLED_APPS = [
    *OWN_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # so that our templates may override the widgets' own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "traedesten.core.afterwards.do_when_sent",  # outermost: nothing after it waits
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # above whitenoise: files carry the policy too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "traedesten.core.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "traedesten.core.logged_out.keep_no_copy",
    "traedesten.core.draft.KeepTyped",  # first: what was typed must not be lost
    "traedesten.core.logged_out.KindLoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "traedesten.core.second_factor.SecondFactorMiddleware",
    "traedesten.core.navigation.remember_programme",
    "traedesten.core.not_a_page.lead_back",
    "axes.middleware.AxesMiddleware",  # last: it answers for a locked-out log-in
]

ROOT_URLCONF = "traedesten.urls"
WSGI_APPLICATION = "traedesten.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "traedesten.core.page.context",
                "traedesten.places.access_notice.context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "traedesten.core.templatetags.design",
            ],
        },
    },
]
FORM_RENDERER = "traedesten.core.form.DesignSystemRenderer"

# --- Database --------------------------------------------------------------------------------------------------------

DEFAULT_DATABASE = VAR_DIR / "traedesten.sqlite3"
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DEFAULT_DATABASE}", conn_max_age=60)}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if DATABASES["default"]["NAME"] == str(DEFAULT_DATABASE):
        VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # Take the write lock at the start: a read that later writes would otherwise fail with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }

# --- Language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "sprog"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

# --- Static files ----------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [PACKAGE_DIR / "static", BASE_DIR / "assets"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}

# --- Log-in ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "places.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: a locked-out log-in asks no further
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nothing is sent by mail yet

ACCOUNT_ADAPTER = "traedesten.core.login.StaffAdapter"
ACCOUNT_FORMS = {
    "login": "traedesten.core.login_form.LoginForm",
    "change_password": "traedesten.core.login_form.ChangePasswordForm",
    "reauthenticate": "traedesten.core.login_form.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False  # phones and tablets are shared: closing the browser logs out
# Axes locks one person at one address; these stop guessing that is spread over addresses or persons.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,30/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "traedesten.core.login_form.SecondStepForm",
    "reauthenticate": "traedesten.core.login_form.SecondStepAgainForm",
    "activate_totp": "traedesten.core.login_form.AppForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # a browser itself allows it on this machine only
# Whoever logs in with a password must have a second step or a passkey; not in a demo, where all share one password.
SECOND_FACTOR = env.bool("TRAEDESTEN_SECOND_FACTOR", not DEMO)
MFA_TOTP_ISSUER = "Trædesten"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "traedesten.core.login.account_key"
AXES_CLIENT_IP_CALLABLE = "traedesten.core.login.client_address"
AXES_LOCKOUT_CALLABLE = "traedesten.core.login.lockout"
AXES_SENSITIVE_PARAMETERS = ["login", "email", "username", "ip_address", "oldpassword", "password1", "password2"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False

SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "traedesten.core.draft.unmarked"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True

# --- What browsers are told ------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = False
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- Logging: what happened and where, never who or with what --------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "traedesten.core.log.DiscreetFilter"}},
    "formatters": {
        "discreet": {
            "()": "traedesten.core.log.DiscreetFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["discreet"], "formatter": "discreet"},
        "django.server": {"class": "logging.StreamHandler", "filters": ["discreet"], "formatter": "discreet"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["django.server"], "level": "INFO", "propagate": False},
        "django.db.backends": {"level": "WARNING"},  # queries hold what was typed
        "axes": {"level": "CRITICAL"},  # its lines name the account and the address
        "allauth": {"level": "WARNING"},
    },
}
