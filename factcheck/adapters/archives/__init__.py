"""Public archives that keep a copy of a page where everybody can look at it."""
