"""Every setting of the service. The environment is read here and nowhere else; `.env.example` names each variable."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from redis.backoff import NoBackoff
from redis.retry import Retry

from support.api.configuration import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401 - read by name

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
FIELD_KEYS: list[str] = env.list("FIELD_KEYS")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Culture of Support")
# True only under the embedded default: then the demo may be loaded, its sign-ins are shown, and mail lands in a folder.
DEMO = env.bool("DEMO", default=False)
# Letters in a folder are shown to anybody who asks, links to new passwords among them: nowhere but in the demo.
MAIL_FOLDER: str | None = env.str("MAIL_FOLDER", default=None) if DEMO else None
# Fingerprints of erased accounts are written to this file as well: after a restored backup they are erased again.
TOMBSTONES: str | None = env.str("TOMBSTONES", default=None)
SECURE = SITE_URL.startswith("https://")
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)

# --- the house

INSTALLED_APPS = [
    "support",
    "matching",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "support.page_files.PageFiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "support.web.middleware.WhetherItAnswers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "support.web.middleware.LightForStrangers",
    "support.web.policy.Policy",
    "support.web.middleware.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "support.web.middleware.MemberLanguage",
    "support.web.middleware.MemberTimeZone",
    "support.web.middleware.ReadersCustoms",
    "support.web.middleware.LivePages",
    "support.web.middleware.AboutToBeErased",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "support.web.middleware.KindRefusals",
]

ROOT_URLCONF = "support.urls"
WSGI_APPLICATION = "support.wsgi.application"
FORM_RENDERER = "support.web.forms.Renderer"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "support" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "support.web.context.place",
            ],
            "builtins": ["support.templatetags.directions"],
        },
    }
]

# --- PostgreSQL holds the truth

DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"] |= {
    "ENGINE": "support.database",
    "CONN_MAX_AGE": 300,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        **DATABASES["default"].get("OPTIONS", {}),
        # Patience is bounded: a page that waits longer than this helps nobody.
        "options": "-c lock_timeout=3s -c statement_timeout=15s -c idle_in_transaction_session_timeout=15s"
        # What `accounts.rows` prepares is planned once a connection.
        " -c plan_cache_mode=force_generic_plan",
        "connect_timeout": 5,
        "prepare_threshold": 2,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# --- Valkey is a doorbell and a cache


def _broker_and_cache(url: str) -> tuple[str, str]:
    """Turns VALKEY_URL (`redis://host:6379?db=2`, `unix:///path/valkey.sock?db=2`) into Celery's and Django's URLs.

    Database N is the broker, N+1 the cache; N is 0 unless `db` says otherwise.
    """
    parts = urlsplit(url)
    number = int(parse_qs(parts.query).get("db", ["0"])[0])
    if parts.scheme == "unix":
        return (
            f"redis+socket://{parts.path}?virtual_host={number}",
            f"unix://{parts.path}?db={number + 1}",
        )
    return f"{parts.scheme}://{parts.netloc}/{number}", f"{parts.scheme}://{parts.netloc}/{number + 1}"


CELERY_BROKER_URL, _cache_url = _broker_and_cache(env.str("VALKEY_URL"))
# One attempt, as the doorbell has: with redis-py's own ten, a frozen server would hold a page for half a minute.
_valkey: dict[str, Any] = {
    "LOCATION": _cache_url,
    "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 0)},
}
CACHES = {
    "default": {"BACKEND": "support.cache.Cache", **_valkey},
    # Itself, for those who ask whether it answers.
    "valkey": {"BACKEND": "support.cache.Itself", **_valkey},
}
# Open pages are told that they should look again. Channels are shared by all databases of a Valkey, so ours is named.
LIVE_URL = _cache_url
LIVE_CHANNEL = f"live-{_cache_url.rpartition('=' if '=' in _cache_url else '/')[2]}"
SESSION_ENGINE = "support.sessions"

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 30
CELERY_TASK_TIME_LIMIT = 45
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 5,
}
# Ringing the doorbell: once, at most two seconds; the sweep is the second chance.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"

# --- who signs in, and how

AUTH_USER_MODEL = "accounts.Member"
AUTHENTICATION_BACKENDS = ["support.sessions.SignedIn"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "support.web.account.Adapter"
ACCOUNT_FORMS = {
    "signup": "support.web.account_forms.SignUpForm",
    "login": "support.web.account_forms.SignInForm",
    "reset_password": "support.web.account_forms.AskResetForm",
    "reset_password_from_key": "support.web.account_forms.ResetForm",
    "change_password": "support.web.account_forms.ChangeForm",
    "set_password": "support.web.account_forms.ChooseForm",
    "request_login_code": "support.web.codes.AskCodeForm",
    "confirm_login_code": "support.web.codes.TypeCodeForm",
    "reauthenticate": "support.web.account_forms.AgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_REDIRECT_URL = "welcome"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# Confirming in the browser that signed up also signs in, for an hour; any other browser is asked for the password.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_TIMEOUT = 3600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Six digits by e-mail open the door for ten minutes, in the browser that asked, with three attempts.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_RATE_LIMITS = {
    # Letters to an address that was never confirmed: it may be anybody's.
    "confirm_email": "1/3m/key,6/d/key",
    # Three guesses for each code: thirty in a day at most, of a million.
    "request_login_code": "20/m/ip,3/10m/key,10/d/key",
}
# Passkeys are a way in, never a second lock at the front door: `support.web.account` leaves that step out.
MFA_ADAPTER = "support.web.passkeys.Adapter"
MFA_FORMS = {
    "add_webauthn": "support.web.passkeys.AddForm",
    "edit_webauthn": "support.web.passkeys.NameForm",
    "activate_totp": "support.web.second_factor.SetUpForm",
    "reauthenticate": "support.web.second_factor.CodeForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
# Whoever moderates or operates has used a second step before their pages open: `support.second_factor`. The demo's
# people have none; nothing else should switch it off.
MODERATORS_SECOND_FACTOR = env.bool("MODERATORS_SECOND_FACTOR", default=not DEMO)
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # a code of the half minute before and after: clocks differ, and fingers are slow
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_UNIQUE_EMAIL = True

# --- programs

# How requests are read and answered: `support.api.configuration`.

# --- telling people

if MAIL_FOLDER:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_FOLDER
else:
    _mail = env.email_url("EMAIL_URL", default="smtp://localhost:25")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail["EMAIL_HOST"]
    EMAIL_PORT = _mail["EMAIL_PORT"]
    EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
    EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
# Who reads answers to letters; without it the letters say that nobody does.
REPLY_TO = env.str("REPLY_TO", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Culture of Support <hello@localhost>")

# Private keys, made by `./manage.py make_push_keys`: the first is given to new browsers, the others go on ringing those
# that know them. Without any, nobody is offered to be rung.
PUSH_KEYS: list[str] = env.list("PUSH_KEYS", default=[])
# A browser names the address where it is rung; nothing but these is ever asked. A dot in front stands for what ends so.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)
# For a stand-in in the tests alone: addresses inside of a house, and who vouches for its certificate.
PUSH_TO_PRIVATE = False
PUSH_CA: str | None = None

# --- languages and time

LANGUAGE_CODE = "en"
# Each by its own name: whoever looks for theirs can read no other. How to add one stands in CONTRIBUTING.md.
LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français"), ("ar", "العربية")]
# What a visitor chose; members' choice is kept with the account.
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = SECURE
FORMAT_MODULE_PATH = "support.formats"
LOCALE_PATHS = [BASE_DIR / "support" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# --- files

STATIC_URL = "static/"
# Where the files are collected to: named by their content, and compressed. `up` has a folder of its own for it.
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "support.web.files.Collected"
        if STATIC_ROOT.is_dir() and not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Without a collected folder (in the tests) the files are served as they lie in the source.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# --- keeping people safe

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "support.web.errors.stale_form"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whose attempts are counted: the address that our one proxy saw. Without a proxy nobody is believed what they forward.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what is written down: no private words, no addresses

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"routes": {"()": "support.logs.Routes"}},
    "formatters": {
        "line": {
            "()": "support.logs.Line",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["routes"], "formatter": "line"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"celery.app.trace": {"level": "WARNING"}},
}
