"""Settings, all from the environment. An unknown name or a bad value is refused by name.

DATABASE_URL is the login of the tables' owner; without it the server inside
COUNTERCLAIM_DATA_DIR is used. Every other name begins with COUNTERCLAIM_.
"""

import difflib
import json
import os
from pathlib import Path
from typing import Any

import orjson
import pghistory
import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError
from marshmallow import ValidationError
from marshmallow.validate import OneOf, Range, Regexp

from config.database import logins
from config.database.errors import DatabaseError

BASE_DIR = Path(__file__).resolve().parent.parent


def _apart(folder: Path) -> None:
    """Data beside the program would be cleared with it: `static` is collected anew. An empty name means that too."""
    if BASE_DIR.is_relative_to(folder.resolve()):
        raise ValidationError("Name a folder for the data that does not hold the program itself.")


env = Env(prefix="COUNTERCLAIM_")
try:
    # Demo mode knows accounts with printed passwords and one-click sign-in: only where asked for.
    DEMO = env.bool("DEMO", False)
    DEBUG = env.bool("DEBUG", False)
    # Behind TLS? Then cookies, redirects and HSTS insist on it.
    HTTPS = env.bool("HTTPS", not DEMO)
    DATA_DIR = env.path("DATA_DIR", BASE_DIR / "var", validate=_apart).resolve()
    HOST = env.str("HOST", "127.0.0.1")
    PORT = env.int("PORT", 8000, validate=Range(1, 65535))
    WORKERS = env.int("WORKERS", 2, validate=Range(1, 64))
    THREADS = env.int("THREADS", 4, validate=Range(1, 64))
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
    CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
    # By it exports name what stands here; else by the name under which they were asked for.
    SITE_URL = env.str("SITE_URL", "", validate=Regexp(r"(https?://[^/?#\s]+)?\Z", error="Write https://name."))
    # How many proxies of ours stand in front: without it all visitors would share one lockout.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0, validate=Range(0, 10))
    LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
    EMAIL = env.dj_email_url("EMAIL_URL", "")  # smtp+tls://user:password@host:587
    DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "counterclaim@localhost")
    DATABASE_ROLE = env.str("DATABASE_ROLE", "web", validate=OneOf(["owner", "web"]))
    WEB_DATABASE_URL = env.str("WEB_DATABASE_URL", "")
    GIVEN_SECRET_KEY = env.str("SECRET_KEY", "")
    # Jobs are announced over a connection that listens. Behind a pooler none can: then workers look every few seconds.
    LISTEN_NOTIFY = env.bool("LISTEN_NOTIFY", True)
    METRICS_TOKEN = env.str("METRICS_TOKEN", "")  # who brings it may read /metrics; without it nobody may
    LANGUAGE_MODEL = env.str("LANGUAGE_MODEL", "")  # another spaCy model than the one that comes with us
    # The REST interface: requests a minute of one account, and of one address without an account, for each host.
    API_RATE = env.int("API_RATE", 1200, validate=Range(1, 10**9))
    API_ANONYMOUS_RATE = env.int("API_ANONYMOUS_RATE", 300, validate=Range(1, 10**9))
    # May anybody read public dossiers there, as on the pages? And which other sites' scripts may use it, with a token?
    API_PUBLIC = env.bool("API_PUBLIC", True)
    API_CORS_ORIGINS: list[str] = env.list("API_CORS_ORIGINS", [])
    env.bool("KEPT", False)  # set by `manage.py up` for the web server that it keeps
except EnvError as error:
    raise ImproperlyConfigured(str(error)) from None

for name in sorted(set(filter(lambda name: name.startswith("COUNTERCLAIM_"), os.environ)) - set(env.dump())):
    near = difflib.get_close_matches(name, env.dump(), n=1)
    raise ImproperlyConfigured(f"Unknown setting {name}." + (f" Did you mean {near[0]}?" if near else ""))

SERVER_URL = os.environ.get("DATABASE_URL", "")
EMBEDDED = not SERVER_URL
POSTGRES_DIR = DATA_DIR / "postgres"

try:
    # Several hosts on one database must agree on the key, so there it has to be given.
    if not EMBEDDED and not DEMO and not GIVEN_SECRET_KEY:
        raise DatabaseError("COUNTERCLAIM_SECRET_KEY is required beside DATABASE_URL (50 random characters).")
    SECRET_KEY = GIVEN_SECRET_KEY or logins.kept_secret(DATA_DIR / "secret_key")
    DATABASES = {
        "default": logins.login(
            DATABASE_ROLE,
            folder=POSTGRES_DIR,
            owner_url=SERVER_URL,
            web_url=WEB_DATABASE_URL,
            secret=SECRET_KEY,
        )
    }
except DatabaseError as error:
    raise ImproperlyConfigured(str(error)) from None

INSTALLED_APPS = [
    "config",  # before Django, so that our `migrate` is the one that runs
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "knox",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
    "rest_framework",
    "template_partials",
    *[app for app in ("sources", "claims") if (BASE_DIR / app / "apps.py").exists()],
]

MIDDLEWARE = [
    "config.http.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.http.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.api.cors.CorsMiddleware",
    "config.http.PolicyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.http.TextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.http.PageMiddleware",
    "config.http.ProblemMiddleware",
]
# In place of PageMiddleware: what people need, and programs go past.
PAGE_MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "config.http.LoginMiddleware",
    "config.unsent.UnsentMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["config.templatetags.addresses", "config.templatetags.people"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.http.site",
                "claims.views.review.counts",
            ],
        },
    }
]

# REST

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "config.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["config.api.authentication.Admitted"],
    "DEFAULT_THROTTLE_CLASSES": ["config.api.throttles.Throttle"],
    "DEFAULT_PARSER_CLASSES": ["config.api.formats.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["config.api.formats.JSONRenderer"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "config.api.schema.Description",
    "EXCEPTION_HANDLER": "config.api.views.refusal",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Counterclaim",
    "DESCRIPTION": "Who said what, and who answered: the ledger of rival statements, for programs.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": "/"}],
    "LICENSE": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["config.api.schema.finish"],
}
API_MEMORY = "sources.operations.answered"  # where answers to requests with an Idempotency-Key are kept
KNOX_TOKEN_MODEL = "sources.Token"  # noqa: S105 - a model's name
MIGRATION_MODULES = {"knox": None}  # they would make the table of the model that ours takes the place of
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "ccl_"}

# Languages and time

LANGUAGE_CODE = "en-gb"  # the only one
USE_I18N = False
DATE_FORMAT, DATETIME_FORMAT = "j M Y", "j M Y, H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d"]  # as browsers send it; in any other form the order is a guess
USE_TZ = True
TIME_ZONE = "UTC"

# Sign-in

SESSION_ENGINE = "config.sessions"
AUTHENTICATION_BACKENDS = ["config.sessions.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.accounts.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # editors invite; the link in the invitation proves the address
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Counterclaim"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation went to the address

# Lockout and rate limits are counted in the database, so that all processes count together.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

# Mail

if env.str("EMAIL_URL", ""):
    if not EMAIL.get("EMAIL_BACKEND"):
        raise ImproperlyConfigured(
            'Environment variable "COUNTERCLAIM_EMAIL_URL" invalid: not a mail server\'s address.'
        )
    globals().update(EMAIL)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"  # config.mail.FILED
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What one request may carry: the longest article we know of is under 1 MB.

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
COUNTERCLAIM_BODY_LIMIT = 10 * 1024 * 1024

# Jobs: config.jobs finds them, in the worker only.

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

# Security

CSRF_FAILURE_VIEW = "config.http.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# History: event rows carry no foreign-key indexes but (object, time); they are read by object.

PGHISTORY_CREATED_AT_FUNCTION = (
    # config.history.EVENT_TIME: when the step began, never outside its transaction.
    "GREATEST(NOW(), LEAST(NULLIF(CURRENT_SETTING('counterclaim.moment', TRUE), '')::timestamptz, CLOCK_TIMESTAMP()))"
)
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# Logs: one JSON object a line on standard error

_log_processors: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def _as_line(event: dict[str, Any], **options: Any) -> bytes:
    try:
        return orjson.dumps(event, **options)
    except TypeError:  # half a surrogate pair, or a number that is too long
        return json.dumps(event, **options).encode()


# Our own lines go straight there: by way of the standard library each would cost three times as much.
structlog.configure(
    processors=[*_log_processors, structlog.processors.JSONRenderer(serializer=_as_line)],
    logger_factory=structlog.BytesLoggerFactory(os.fdopen(2, "wb", closefd=False)),
    wrapper_class=structlog.make_filtering_bound_logger(LOG_LEVEL),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": _log_processors,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},  # refusals stand in our own line for each request
        "procrastinate.blueprints": {"level": "WARNING"},  # it greets every command
        "procrastinate.periodic": {"level": "WARNING"},
    },
}
