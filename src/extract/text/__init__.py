"""Characters in, blocks and clauses out: reading, folding, layout, clauses, words."""
