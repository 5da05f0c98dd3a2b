"""REMEMBERS: what is kept, as Django models and reusable reads of them.

Importing any room readies Django, so that the floors above can import models by name like anything else.
"""

import os

import django
from django.apps import apps

# Within django.setup() itself this package is being loaded already, and setup() isn't re-entrant.
if not (apps.ready or apps.loading):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reencuentro.settings")
    django.setup()
