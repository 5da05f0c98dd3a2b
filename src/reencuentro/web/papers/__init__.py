"""What each document says: facts that its reader may see, in their language."""
