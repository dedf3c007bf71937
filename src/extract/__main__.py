"""`python -m extract FILE`: a bulletin in, JSON on standard output."""

from __future__ import annotations

from extract.cli import run

if __name__ == "__main__":
    run()
