"""Working groups of agencies: what each may tell the others there, and what is nobody's business in a group."""

import re
from enum import StrEnum

from reencuentro.linkage.persons import NUMBER


class GroupShare(StrEnum):
    """What an agency may tell a working group. It is never about one child: that goes by referral, or by agreement."""

    FIGURES = "figures"
    PROCEDURES = "procedures"
    CAPACITY = "capacity"  # beds, officers, interpreters
    CONTACTS = "contacts"  # of offices, not of families
    TRENDS = "trends"  # what is seen at a border, or on a route
    LEGAL = "legal"  # positions and orders of courts


DATA_RESPONSIBILITY = "Operational Guidance on Data Responsibility in Humanitarian Action (IASC, 2021)"

_TELLS_WHO = re.compile(rf"\b{NUMBER}\b|@|\d{{7,}}|\+\d", re.IGNORECASE)


def tells_who(text: str) -> bool:
    """Whether a text holds what tells somebody apart: a person's number, a document's, a telephone, an address."""
    return bool(_TELLS_WHO.search(text))
