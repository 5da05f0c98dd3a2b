"""Lets the officers of a demo sign in with what its terminal says.

In a process of its own, which has the settings of the pages: what signing in needs is kept in tables of theirs.
"""

import json
import sys

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from reencuentro.actions.living import live
from reencuentro.actions.staffing import AGENCIES, STAFF, staff_demo
from reencuentro.web.opening import open_for_pages


def main() -> None:
    """Staffs a registry, once: reads it, the password and the secret of the authenticator app as JSON, and writes one
    line of JSON for each officer. Raises AccountError for a registry that has such officers already.
    """
    registry, password, secret = json.load(sys.stdin)
    with open_for_pages(registry):
        app = get_adapter().encrypt(secret)
        now = timezone.now()
        staff = staff_demo(make_password(password), now)
        live(staff, now)
        for officer in staff.values():
            Authenticator.objects.create(user_id=officer.pk, type=Authenticator.Type.TOTP, data={"secret": app})
    for place in STAFF:
        told = {"login": place.login, "role": place.role.value, "agency": AGENCIES[place.agency].name}
        sys.stdout.write(json.dumps(told) + "\n")
