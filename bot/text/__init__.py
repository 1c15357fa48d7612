"""Plain text: words and their keys, sentences, markup, addresses. Pure functions."""
