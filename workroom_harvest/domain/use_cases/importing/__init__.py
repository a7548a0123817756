"""The steps of a run over a page: what comes in is decided, handed over, kept and compared."""
