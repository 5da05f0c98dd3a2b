"""Who is meant: one mention looked up among records by the million, answered while one types."""

from reencuentro.linkage.lookup.index import Candidate, Index

__all__ = ["Candidate", "Index"]
