"""Results in, rows of tables out: the same tables for every format and every engine, defined once."""
