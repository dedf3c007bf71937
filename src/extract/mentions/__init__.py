"""Clauses in, mentions out: figures, dates, places and names, one module a family."""
