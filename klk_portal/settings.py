"""Settings of the portal, all read from the environment. What is missing is named at start.

The values here are those of production. `make run`, `make test` and `make bench` differ only in
the environment that they hand over; docs/operations.md has the table.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- what this installation is -------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# "id:base64 of 32 bytes", the current key first; older ones stay until `rotate_keys` has run.
SEALING_KEYS = env.list("SEALING_KEYS")
DEBUG = False
BASE_URL = env.str("BASE_URL").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DEMO = env.bool("DEMO", default=False)
# Quiet hours and days off hold mails back; a demo shows them at once, also on a Sunday.
MAILS_REST = env.bool("MAILS_REST", default=not DEMO)
MAIL_CATCHER_DIR = env.str("MAIL_CATCHER_DIR", default="")

ROOT_URLCONF = "klk_portal.urls"
WSGI_APPLICATION = "klk_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "klk_portal",
    "networks",
    "accounts",
    "notifications",
    "audit",
    "ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "auditlog",
    "crispy_forms",
    "csp",
    "django_htmx",
    "rules",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a phone; Django pads answers against BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.NeverSharedMiddleware",
    "accounts.middleware.ChosenLanguageMiddleware",
    "accounts.middleware.SignInByWholePageMiddleware",
    "accounts.middleware.KeepUnsavedTextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "ui.context.shell",
                "notifications.context.bell",
            ],
            "builtins": ["ui.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "ui.widgets.WidgetRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "dkfds"
CRISPY_TEMPLATE_PACK = "dkfds"

# --- data ----------------------------------------------------------------------------------
DATABASES = {
    "default": {
        **env.db("DATABASE_URL"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        # Else each list to choose from is read along a cursor of its own, in three round trips.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
# Sessions, rate limits and cache live in the database: with the queue stopped every page works.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Rate limits must not be pushed out by many others: the default is 300.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30  # "Husk mig"; otherwise the session ends with the browser
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

CELERY_BROKER_URL = env.str("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page never waits for the queue: publishing gives up at once, and beat wakes the sender anyway.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 30,
    "max_retries": 0,
}
CELERY_BEAT_SCHEDULE = {
    "send-due-messages": {
        "task": "notifications.tasks.send_due_messages",
        "schedule": 5.0,
        "options": {"expires": 5.0},  # rounds that nobody ran do not pile up
    },
    "plan-due-reminders": {
        "task": "notifications.tasks.plan_due_reminders",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
    "write-waiting-imports": {"task": "accounts.tasks.write_waiting_imports", "schedule": 30.0},
    "end-memberships": {"task": "networks.tasks.end_memberships", "schedule": 3600.0},
    "clear-expired": {"task": "accounts.tasks.clear_expired", "schedule": 3600.0},
}
CELERY_TIMEZONE = "Europe/Copenhagen"

# --- language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["klk_portal.formats"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

# --- files served --------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DOCUMENT_MAX_BYTES = 20 * 1024 * 1024  # of a file that is kept with a meeting

# --- mail ----------------------------------------------------------------------------------
_mail = env.email("EMAIL_URL")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="KLK Netværk <netvaerk@klk.example>")
# The sender on the envelope: a mail that cannot be delivered comes back there.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="") or DEFAULT_FROM_EMAIL

# --- people --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SECOND_FACTOR_ROLES = env.list(
    "SECOND_FACTOR_ROLES", default=["klk_admin", "consultant", "director"]
)
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)

# How many proxies of ours stand in front: rate limits then count the address in X-Forwarded-For
# that the outermost of them saw. 0: the address that connects.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
# A whole town hall comes from one address. What counts guesses (login_failed) stays as it is.
ACCOUNT_RATE_LIMITS = {"login": "100/m/ip"}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.partition(":")[0]
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.LoginForm",
    "reset_password": "accounts.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.sign_in.ResetPasswordKeyForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "set_password": "accounts.forms.sign_in.SetPasswordForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateForm",
    "add_email": "accounts.forms.sign_in.AddEmailForm",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.AuthenticateForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateCodeForm",
    "activate_totp": "accounts.forms.sign_in.ActivateAppForm",
    "add_webauthn": "accounts.forms.sign_in.AddPasskeyForm",
    "login_webauthn": "accounts.forms.sign_in.LoginPasskeyForm",
    "authenticate_webauthn": "accounts.forms.sign_in.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.sign_in.ReauthenticatePasskeyForm",
    "edit_webauthn": "accounts.forms.sign_in.EditPasskeyForm",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "KLK Netværk"
USERSESSIONS_TRACK_ACTIVITY = False

# --- audit ---------------------------------------------------------------------------------
AUDITLOG_LOGENTRY_MODEL = "audit.AuditEntry"
AUDITLOG_DISABLE_REMOTE_ADDR = True
AUDITLOG_STORE_JSON_CHANGES = True  # nothing is null and not the word None
MIGRATION_MODULES = {"auditlog": None}  # its own table is replaced by ours and would stay empty

# --- the wire ------------------------------------------------------------------------------
HTTPS = env.bool("HTTPS", default=True)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sund$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "accounts.views.unsaved.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
    }
}

# --- the letter head of printed designs ----------------------------------------------------
LETTERHEAD = {
    "name": env.str("LETTERHEAD_NAME", default="KLK"),
    "address": env.str("LETTERHEAD_ADDRESS", default="Weidekampsgade 10, 2300 København S"),
    "phone": env.str("LETTERHEAD_PHONE", default=""),
    "email": env.str("LETTERHEAD_EMAIL", default="netvaerk@klk.example"),
    "website": env.str("LETTERHEAD_WEBSITE", default="klk.example"),
    "cvr": env.str("LETTERHEAD_CVR", default=""),
}

# --- what goes wrong -----------------------------------------------------------------------
DEFAULT_EXCEPTION_REPORTER_FILTER = "klk_portal.error_reports.NothingTyped"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
