"""The work of bringing one child back: which step may follow, who must agree, and what still stands in the way."""
