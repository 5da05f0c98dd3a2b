"""Cells into values: dates, ages, sexes, countries, languages, documents, phones and relatives, in English and Spanish."""
