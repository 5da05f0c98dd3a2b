"""Addresses stay out of the logs: somebody may have typed a name into one. What stands there is the route.

So do the words of errors that aren't ours: they quote what they stumbled over. Where it was, and what kind, is told.
"""

import logging
from collections.abc import Iterator
from traceback import format_tb

from django.db import OperationalError

from reencuentro.errors import ReencuentroError

_LOGGERS = (
    "django.request",
    "django.server",
    "django.security.csrf",
    "django.security.DisallowedHost",
    "django.security.SuspiciousOperation",
    "django.security.RequestDataTooBig",
    "django.security.TooManyFieldsSent",
    "django.security.TooManyFilesSent",
)
"""Those that name the address of what they refuse."""


class RouteOnly(logging.Filter):
    """Puts the route, "people/<str:person>/", in the place of the address; of no route: "no route"."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line pass, without the address in it."""
        request = record.__dict__.pop("request", None)
        status = getattr(record, "status_code", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            record.msg, record.args = "%s at %s", (status, match.route if match else "no route")
        if not isinstance(status, int) or status < _OUR_FAULT:
            record.exc_info = None  # it would tell which addresses were tried for the one typed
        if record.exc_info:
            record.exc_text = "\n".join(_told(record.exc_info[1]))
            record.exc_info = None
        return True


def _told(raised: BaseException | None) -> Iterator[str]:
    """Where each error of the chain was raised, the first one first."""
    if raised is None:
        return
    yield from _told(raised.__cause__ or raised.__context__)
    yield "".join(format_tb(raised.__traceback__)) + type(raised).__qualname__
    if isinstance(raised, _OF_NOBODY):
        yield str(raised)


_OF_NOBODY = (ReencuentroError, OperationalError)
"""Errors whose words name nobody: our own, and those of a database that can't be reached, or is full."""


_OUR_FAULT = 500


def keep_addresses_out() -> None:
    """Once for the process; a second time changes nothing."""
    # What a template doesn't find is looked for among everything on the page, and told with all of it.
    logging.getLogger("django.template").setLevel(logging.INFO)
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(one, RouteOnly) for one in logger.filters):
            logger.addFilter(RouteOnly())
