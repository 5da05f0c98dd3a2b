"""Logs that can't be rewritten unnoticed: Merkle trees, signed checkpoints, exported logs, as others read them too."""
