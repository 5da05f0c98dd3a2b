"""Times that the law of asylum and of removal gives, to the last day on which something may be handed in."""
