"""Who is meant: one mention looked up among records by the million, answered while one types."""

from reencuentro.linkage.lookup.candidates import Candidate
from reencuentro.linkage.lookup.index import Index

__all__ = ["Candidate", "Index"]
