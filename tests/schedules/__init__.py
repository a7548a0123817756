"""Every interleaving of two use cases, up to a bound, and what must hold after each."""
