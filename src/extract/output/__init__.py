"""Results in, bytes out: one writer a format, and files that are whole or not there."""
