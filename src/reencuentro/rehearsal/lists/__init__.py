"""Names and places of the region for the rehearsals: plausible in kind and frequency, nobody in particular."""
