"""Runs beyond one machine: the same tables, made by an engine that spreads the work."""
