"""Plain tables of people: any CSV or Parquet with columns that tell who somebody is, for linking without a registry."""

from reencuentro.interchange.people.reading import People, Source, Understood, read_people
from reencuentro.interchange.people.writing import person_ids, write_ids, write_links

__all__ = ["People", "Source", "Understood", "person_ids", "read_people", "write_ids", "write_links"]
