"""Options that all tests share."""

from __future__ import annotations

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden outputs anew (refused where CI=true)"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden outputs are to be written instead of compared."""
    wanted = bool(request.config.getoption("--update-golden"))
    if wanted and os.environ.get("CI") == "true":
        pytest.fail("golden outputs are not written in CI")
    return wanted
