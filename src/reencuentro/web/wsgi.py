"""The pages as servers take them: opens the registry for as long as the process lives."""

import os
from contextlib import ExitStack

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reencuentro.web.settings")

from django.core.wsgi import get_wsgi_application

from reencuentro.web.declared import refuse_undeclared
from reencuentro.web.opening import open_for_pages
from reencuentro.web.settings import ENVIRONMENT

application = get_wsgi_application()
refuse_undeclared()
_process = ExitStack()  # what nobody holds on to is closed at once
_process.enter_context(open_for_pages(ENVIRONMENT.registry))
