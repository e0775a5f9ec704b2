"""The one settings file. Everything that differs between places comes from the environment."""

import os
from pathlib import Path

import structlog
from csp.constants import NONCE, SELF

from patrol.config.basemap import basemap
from patrol.config.env import database, flag, one_of, required, words
from patrol.config.wake import wake_gateway

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PATROL_HOME = Path(os.environ.get("PATROL_HOME", BASE_DIR / ".local")).resolve()

DEBUG = flag("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY", "debug only") if DEBUG else required("SECRET_KEY")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
TRAINING = flag("TRAINING")  # a copy for practice: every page, sheet and message says so
if TRAINING:  # browsers keep one set of cookies for all ports of a machine
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "training_sessionid", "training_csrftoken"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "rest_framework",
    "rest_framework_gis",
    "drf_spectacular",
    "channels",
    "leaflet",
    "django_prometheus",
    "axes",
    "csp",
    "patrol",
    "zones",
    "dispatch",
    "drills",
]

MIDDLEWARE = [
    "patrol.config.training.TrainingHeader",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "patrol.config.urls"
WSGI_APPLICATION = "patrol.config.wsgi.application"
ASGI_APPLICATION = "patrol.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Data -------------------------------------------------------------------------------------------
# A connection lasts as long as its process or its thread: a new one has to learn every statement again.
DATABASES = {"default": database(required("DATABASE_URL"), pool=int(os.environ.get("DATABASE_POOL", "0")))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = required("REDIS_URL")
REDIS_PREFIX = os.environ.get("REDIS_PREFIX", "patrol")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
ROADS_DIR = PATROL_HOME / "roads"
BASEMAP = basemap(os.environ)

# People -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "patrol.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# A person is locked, never an address: a whole centre shares one (five failures in 15 minutes, CJIS AC-7).
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_COOLOFF_TIME = None
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "patrol.views.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_VERBOSE = False
# axes.W006: an address is never locked, see above. gis.W001: no spatial reference comes from outside.
SILENCED_SYSTEM_CHECKS = ["axes.W006", "gis.W001"]
LOGIN_URL = "patrol:log_in"
LOGIN_REDIRECT_URL = "patrol:home"
LOGOUT_REDIRECT_URL = "patrol:log_in"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
TLS = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("TLS")
AUTHORITY_CERTIFICATE = PATROL_HOME / "tls" / "ca.crt"  # made by `make up TLS=1`; phones install it once
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *BASEMAP.hosts],
        "connect-src": [SELF],
        "frame-ancestors": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}

# Language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TZ_NAME", "Asia/Shanghai")

# Static files: an allow-list of what browsers need from npm packages --------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = PATROL_HOME / "static"
MEDIA_ROOT = PATROL_HOME / "media"  # files of calls; no address leads there
FILE_UPLOAD_PERMISSIONS = 0o600
STATICFILES_DIRS = [
    BASE_DIR / "static",
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "patrol.config.staticfiles.NodeModulesFinder",
]
# The icons of static/css/icons.css, by their names in the set.
ICONS = [
    *("alert-triangle", "bell", "check", "checks", "circle-check", "device-mobile", "file-import", "info-circle"),
    *("layout-list", "lock", "logout", "map-pin", "menu-2", "note", "plus", "qrcode", "radio", "refresh", "shield"),
    *("sun-moon", "user", "volume", "volume-off", "x"),
    *("arrow-back-up", "arrow-forward-up", "arrows-move", "cut", "download", "hexagon", "magnet", "map-2", "pencil"),
    *("external-link", "printer", "ruler-measure"),
    *("route", "stack-2", "target", "trash", "vector"),
]
NODE_MODULES_FILES = {
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "protomaps/protomaps-leaflet.js": "protomaps-leaflet/dist/protomaps-leaflet.js",
    "protomaps/protomaps-leaflet.js.map": "protomaps-leaflet/dist/protomaps-leaflet.js.map",
    "geoman/leaflet-geoman.min.js": "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.min.js",
    "geoman/leaflet-geoman.min.js.map": "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.min.js.map",
    **{f"icons/{name}.svg": f"@tabler/icons/icons/outline/{name}.svg" for name in ICONS},
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "patrol.config.staticfiles.ModuleManifestStorage"
    },
}

# API --------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "patrol.authentication.TokenAuthentication",
        "patrol.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "patrol.command_view.refusals_as_json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Patrol command",
    "VERSION": "0.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        "PointKindEnum": ["must_patrol", "standing"],
        "PlaceKindEnum": ["street", "crossing", "place", "poi", "address", "zone", "point"],
    },
}

# What each app adds, by name: the platform below has never heard of the apps above ------------------
# A page with a `menu_section` is one of the tabs of that section, which stands where its first page is named.
MENU = [
    *("dispatch:console", "dispatch:officer", "dispatch:calls_table"),
    *("patrol:units_table", "dispatch:unit_codes", "patrol:people_table", "patrol:force_import"),
    *("zones:ground_page", "zones:zones_table", "zones:points_table", "zones:ground_import"),
]
ORDER_KINDS: dict[str, dict[str, str | None]] = {
    "dispatch": {
        "on_acknowledge": None,
        "on_silence": "dispatch.services.offer_next_unit",
    },
    "corrected_place": {"on_silence": "dispatch.services.name_call"},
    "unit_lent": {"on_silence": "dispatch.services.name_call"},
    "on_scene_prompt": {"on_silence": "dispatch.services.name_call"},
    "direct_report": {"on_silence": "dispatch.services.name_call"},
}
DEADLINE_KINDS = {
    "order.delivery": "patrol.services.alarm_undelivered_order",
    "order.answer": "patrol.services.alarm_unanswered_order",
    "incident.hold": "dispatch.services.alarm_hold_over",
    "assignment.on_scene": "dispatch.services.prompt_crew",
    "unit.next_in_stack": "dispatch.services.send_next_in_stack",
    "unit.return": "patrol.services.alarm_overdue_unit",
    "sheet.due": "dispatch.services.write_due_sheets",
}
ORDER_DELIVERY_S = 10
ORDER_ANSWER_S = 60
WAKE = wake_gateway(os.environ)  # without one nobody is woken, and no row is written for it
PHONE_PAGE = "dispatch:officer"
ON_SCENE_PROMPT_S = int(os.environ.get("ON_SCENE_PROMPT_S", "900"))  # in core rings alone (F43)
STATUS_TRANSITIONS = one_of("STATUS_TRANSITIONS", "warn", "off", "enforce")  # patrol/statuses.py
STALE_AFTER_S = 60
LOST_AFTER_S = 180
READINESS_TARGET = 2 / 3  # of the people on duty, those who should be on the street (F28)
# Retention, in days after a call ended: its texts and files, the numbers of its callers; answers kept for repeats.
RETAIN_TEXT_DAYS = int(os.environ.get("RETAIN_TEXT_DAYS", "365"))
RETAIN_NUMBER_DAYS = int(os.environ.get("RETAIN_NUMBER_DAYS", "30"))
RETAIN_REPLY_DAYS = 7
# Sheets to work by when the system is away: how often they are written, how long they are kept.
SHEETS_DIR = PATROL_HOME / "sheets"
SHEET_EVERY_S = 300
SHEETS_KEPT_H = int(os.environ.get("SHEETS_KEPT_H", "24"))
HEARTBEATS = {"relay": 10, "beat": 15, "deadlines": 15, "live": 15, "erasing": 3 * 3600, "sheets": 720}
HEARTBEATS |= {"wake": 60} if WAKE else {}

# Jobs: no job runs a timer, the database does; beat only wakes the sweep ----------------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"patrol.tasks.run_due_deadlines": {"queue": "deadlines"}}
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(PATROL_HOME / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "deadlines": {"task": "patrol.tasks.run_due_deadlines", "schedule": 1.0, "options": {"expires": 5}},
    "partitions": {"task": "patrol.tasks.prepare_partitions", "schedule": 3600.0},
    "erasing": {"task": "dispatch.tasks.erase_texts", "schedule": 3600.0},
}
if WAKE:
    CELERY_BEAT_SCHEDULE["wake"] = {"task": "patrol.tasks.wake_phones", "schedule": 1.0, "options": {"expires": 5}}

# Logs: key and value, one line an event -----------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": structlog.dev.ConsoleRenderer(colors=False) if DEBUG else structlog.processors.JSONRenderer(),
            "foreign_pre_chain": [structlog.processors.TimeStamper(fmt="iso"), structlog.stdlib.add_log_level],
        }
    },
    "filters": {"said_by_health": {"()": "patrol.config.logs.SaidByHealth"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR", "filters": ["said_by_health"]},
        "axes": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},  # a line a second otherwise, from each of the next three
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}

# Figures: without a token, only administrators who are logged in read /metrics.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")

LEAFLET_CONFIG = {"NO_SRI": True, "RESET_VIEW": False, "TILES": [], "DEFAULT_CENTER": (0, 0), "DEFAULT_ZOOM": 2}
