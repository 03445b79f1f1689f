"""Floor 1: the words and the rules. Pure Python; knows no web, no database, no network."""
