"""Benchmarks, each of which is compared with a peer or a baseline in the same run."""
