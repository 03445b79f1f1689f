"""Floor 3: one function per use case, transaction inside, plain values out."""
