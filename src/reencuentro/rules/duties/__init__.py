"""What is owed to a child beside their case: contact, notices, care, return; each kind a table of its steps."""
