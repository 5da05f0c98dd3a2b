"""Measurements of speed and accuracy on seeded cohorts; docs/benchmarks.md keeps what they found."""
