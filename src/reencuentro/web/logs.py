"""Addresses stay out of the logs: somebody may have typed a name into one. What stands there is the route."""

import logging

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
        return True


_OUR_FAULT = 500


def keep_addresses_out() -> None:
    """Once for the process; a second time changes nothing."""
    # What a template doesn't find is looked for among everything on the page, and told with all of it.
    logging.getLogger("django.template").setLevel(logging.INFO)
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(one, RouteOnly) for one in logger.filters):
            logger.addFilter(RouteOnly())
