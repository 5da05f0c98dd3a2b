"""By when what must have happened for a child: deadlines as dated policy of each jurisdiction, with their sources."""
