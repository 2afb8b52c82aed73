"""Django's settings, all of them; what an installation may choose is in fortell.kit.installation."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO

from fortell.config.databases import database
from fortell.config.logs import configure
from fortell.kit.installation import SettingsError, installation
from fortell.privacy import log_files
from fortell.privacy.vault.master import derived_secrets, retired_secrets

FORTELL = installation()

# The oldest master key's until it is gone: processes that have not met the newest one sign and accept alike.
SECRET_KEY, *NEWER_SECRETS = derived_secrets(purpose="django")
SECRET_KEY_FALLBACKS = [*NEWER_SECRETS, *retired_secrets()]
DEBUG = False
ALLOWED_HOSTS = sorted({"127.0.0.1", "localhost", "[::1]", urlsplit(FORTELL.address).hostname or "localhost"})
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if FORTELL.server.secure else None
CSRF_TRUSTED_ORIGINS = [FORTELL.address] if FORTELL.server.secure else []

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "fortell.kit",
    "fortell.privacy",
    "fortell.privacy.keystore",
    "fortell.privacy.egress",
    "fortell.people",
    "fortell.story",
    "fortell.book",
    "fortell.orders",
    "fortell.config",
]
MIDDLEWARE = [
    "fortell.config.middleware.log_request",
    "django.middleware.common.CommonMiddleware",  # refuses a Host that is not ours
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "fortell.people.middleware.find_actor",
    "fortell.people.middleware.speak_their_language",
    "fortell.config.middleware.refuse_too_large",
    "fortell.privacy.middleware.ClosedAfterRestore",
    "django.middleware.csrf.CsrfViewMiddleware",
    "fortell.people.middleware.DenyByDefault",
    "fortell.privacy.middleware.ClosedWithoutConsent",
    "fortell.people.middleware.HeldByLaw",
]
APPEND_SLASH = False  # a redirect would tell strangers which addresses exist
ROOT_URLCONF = "fortell.config.urls"
ASGI_APPLICATION = "fortell.config.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "fortell.people.notice.context.notice",
            ],
            "builtins": ["fortell.kit.templatetags.kit"],
        },
    },
]

DATABASES = {
    "default": database(FORTELL.database.url, FORTELL.data / "fortell.sqlite3"),
    "keys": database(FORTELL.database.keys_url, FORTELL.data / "keys.sqlite3"),
}
DATABASE_ROUTERS = ["fortell.privacy.keystore.router.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = FORTELL.languages.default
# A browser set to Norwegian, without saying which of the two, asks for "no".
LANG_INFO["no"]["fallback"] = ["nb"]
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise SettingsError(f"[languages] default is one of {', '.join(dict(LANGUAGES))}, not {LANGUAGE_CODE!r}")
FORMAT_MODULE_PATH = "fortell.config.formats"  # dates as the British write them
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

STATIC_URL = "/static/"
STATIC_ROOT = FORTELL.data / "static"
STORAGES = {"staticfiles": {"BACKEND": "fortell.kit.static_files.StaticFiles"}}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

# Uploads stay in memory until they are sealed: Django's spooling to a file would leave them open on disk.
FILE_UPLOAD_HANDLERS = ["fortell.privacy.uploads.InMemoryUpload"]
UPLOAD_BYTES = FORTELL.limits.photo_megabytes * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_BYTES * 2
# UTF-8 takes up to 4 bytes a character, and a form without files sends each of them as three.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * FORTELL.limits.answer_characters + 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 4

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer, forms send "Origin: null", which the CSRF check refuses
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if FORTELL.server.secure else 0
CSRF_COOKIE_AGE = None  # gone with the browser session; Django's default is 364 days
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = FORTELL.server.secure
CSRF_FAILURE_VIEW = "fortell.config.errors.expired"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],  # blob: the preview of a photo just chosen
        "media-src": [SELF, "blob:"],  # blob: a recording just made
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}

LOGGING_CONFIG = None
LOGS_CONFIGURED = configure(FORTELL.logs.level, log_files.chosen())
