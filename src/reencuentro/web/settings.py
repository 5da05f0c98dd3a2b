"""Django's settings for the pages: those of the registry, and who may come in and how.

Importing them reads the environment, and fails with the remedy where an installation isn't told what it needs.
"""

from datetime import timedelta
from pathlib import Path

from reencuentro.settings import *  # noqa: F403 - the registry's own settings, all of them
from reencuentro.settings import INSTALLED_APPS as REGISTRY_APPS
from reencuentro.web.environment import read_environment
from reencuentro.web.logs import keep_addresses_out

ENVIRONMENT = read_environment()
LOCAL = ENVIRONMENT.local
keep_addresses_out()

SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *REGISTRY_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
]
# Nobody has permissions or groups here: rights are roles. So their tables aren't made.
MIGRATION_MODULES = {"auth": None, "contenttypes": None}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "reencuentro.web.sessions.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "reencuentro.web.gate.Gate",
]
ROOT_URLCONF = "reencuentro.urls"
WSGI_APPLICATION = "reencuentro.web.wsgi.application"

_HERE = Path(__file__).parent
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "reencuentro.web.words",
                "reencuentro.web.dates",
                "reencuentro.web.fields",
                "reencuentro.web.said",
                "reencuentro.web.problems",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reencuentro.web.home.frame",
            ],
        },
    }
]
COTTON_ISOLATE_BY_DEFAULT = True  # a component knows what it is handed, and the reader
STATIC_URL = "/static/"
STATICFILES_DIRS = [_HERE / "static"]
WHITENOISE_USE_FINDERS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
USE_I18N = True

# Who comes in, and how.
AUTHENTICATION_BACKENDS = ["reencuentro.web.entering.Entrance"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "reencuentro.web.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # seconds
ACCOUNT_RATE_LIMITS = False  # counted in the database instead: see actions.tries
ACCOUNT_FORMS = {"change_password": "reencuentro.web.forms.ChangePasswordForm"}
MFA_ADAPTER = "reencuentro.web.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_TOTP_ISSUER = "Reencuentro"
MFA_TOTP_TOLERANCE = 1  # periods of 30 s: clocks of telephones go wrong
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "add_webauthn": "reencuentro.web.forms.AddPasskeyForm",
    "edit_webauthn": "reencuentro.web.forms.EditPasskeyForm",
    "authenticate": "reencuentro.web.forms.CodeForm",
    "reauthenticate": "reencuentro.web.forms.CodeAgainForm",
}

# The browser keeps one cookie that no script, no other site and no plain connection gets.
SESSION_ENGINE = "reencuentro.web.sessions"
SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
_HOST = "" if LOCAL else "__Host-"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}session", f"{_HOST}csrf"
WHO_COOKIE_NAME = f"{_HOST}who"  # see web.keeping
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "reencuentro.web.refusals.forged"

SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else int(timedelta(days=365).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.proxies else None
TRUSTED_PROXIES = ENVIRONMENT.proxies
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
EXIT_PAGE = "https://es.wikipedia.org/"
"""Where somebody lands who must leave a page in haste: says nothing of what they were doing."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of a form; files go another way
