"""All words: what pages, JSON and the terminal say about the state that the domain keeps."""
