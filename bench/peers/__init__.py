"""The peers: scripts that run in an environment of their own, never imported; `bench.contest` says who gets what."""
