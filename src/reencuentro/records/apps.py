"""The one Django app, hence one migration history."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Everything the registry stores."""

    name = "reencuentro.records"
    label = "records"
