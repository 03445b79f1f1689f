"""The fact-check desk: articles in, checked claims out."""
