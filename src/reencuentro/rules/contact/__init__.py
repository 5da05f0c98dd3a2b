"""How often a family may speak: regimes as dated policy, minutes against them, hours across time zones."""
