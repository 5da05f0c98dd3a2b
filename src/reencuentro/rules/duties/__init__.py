"""What is owed to a child beside their case: contact, notices, care, return; each kind of duty as a table of its steps."""
