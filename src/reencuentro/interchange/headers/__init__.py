"""Headers into fields: which column tells what, and of whom, in English and Spanish."""

from reencuentro.interchange.headers.fields import Field, Owner, Target, target_named, target_names
from reencuentro.interchange.headers.recognition import Recognised, recognise

__all__ = ["Field", "Owner", "Recognised", "Target", "recognise", "target_named", "target_names"]
