"""People made up for measuring: families of several name cultures, listed and damaged by agencies of unequal care.

`bench.people.__main__` writes them; the truth, with the errors that each record got, stands beside them.
"""
