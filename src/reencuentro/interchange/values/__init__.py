"""Cells into values: dates, ages, people, countries, languages, documents and phones, in English and Spanish."""
