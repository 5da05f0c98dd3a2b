"""REHEARSES: makes synthetic cohorts whose truth is known, and scores results against it.

Everybody here is invented. The generator knows how agencies write and err, never how they are read or compared.
"""

from reencuentro.rehearsal.cohort import Cohort, generate
from reencuentro.rehearsal.evaluation import Scores, evaluate
from reencuentro.rehearsal.profiles import DEFAULT, PROFILES, AgencyPlan, ErrorRates, Profile, Quota

__all__ = [
    "DEFAULT",
    "PROFILES",
    "AgencyPlan",
    "Cohort",
    "ErrorRates",
    "Profile",
    "Quota",
    "Scores",
    "evaluate",
    "generate",
]
