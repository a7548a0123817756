"""The ports: what the domain needs from outside, as protocols, one module for each counterpart."""
