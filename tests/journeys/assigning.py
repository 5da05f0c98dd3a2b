"""Gives an officer the care of people, as their agency does beside the pages; Place.run starts it with all of them."""

import sys

from django.utils import timezone

from reencuentro.actions.assignments import assign
from reencuentro.actions.officers import officer_of
from reencuentro.web.opening import open_for_pages

if __name__ == "__main__":
    with open_for_pages(sys.argv[1]):
        for person in sys.argv[3:]:
            assign(officer_of(sys.argv[2]), person, by="tests", at=timezone.now())
