"""The presenters hold all words of pages, JSON and terminal about the domain's state."""
