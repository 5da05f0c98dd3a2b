"""Brings a database to the newest schema, sign-in included; run as its owner before the pages start.

python -m reencuentro.web.preparing
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reencuentro.web.settings")

import django

from reencuentro.errors import ReencuentroError


def prepare() -> int:
    """The exit code; what went wrong is said on standard error, with the remedy."""
    try:
        django.setup()
        # The models need the settings, and those may be what is wrong.
        from reencuentro.web.opening import open_for_pages  # noqa: PLC0415
        from reencuentro.web.settings import ENVIRONMENT  # noqa: PLC0415 - likewise

        with open_for_pages(ENVIRONMENT.registry):
            return 0
    except ReencuentroError as error:
        print(f"Error: {error}\nWhat to do: {error.remedy}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(prepare())
