"""The rules of the house as functions: text goes in, violations come out; tests/house applies them."""
