"""Django's settings for the registry; importing them touches nothing.

There is no database here: `open_registry` points the default connection at the registry that it is given.
"""

INSTALLED_APPS = ["reencuentro.records"]
DATABASES: dict[str, dict[str, object]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"

LOGGING_CONFIG = None  # the program that uses the registry decides what is logged
