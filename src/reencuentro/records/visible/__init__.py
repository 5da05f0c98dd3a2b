"""What somebody may see of people: the one way by which pages and commands read about anybody."""
