"""SEALS what is kept: the registry's file as a whole, and each record under a key of its own.

A file that is stolen shows nothing; a record whose key is destroyed can't be read in copies made earlier either.
"""
