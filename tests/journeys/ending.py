"""Ends every session of an officer, as the clock would; Place.run starts it with the registry and the login."""

import sys

from reencuentro.actions.officers import officer_of
from reencuentro.records.sessions import end_sessions
from reencuentro.web.opening import open_for_pages

if __name__ == "__main__":
    with open_for_pages(sys.argv[1]):
        end_sessions(officer=officer_of(sys.argv[2]))
