"""What holds for every test."""

import sys
from collections.abc import Iterator

import pytest

from tests import loopback

sys.addaudithook(loopback.watch)  # cannot be taken away again, and need not


@pytest.fixture(autouse=True)
def _on_loopback() -> Iterator[None]:
    """Fail the test that reached beyond this machine, even if it swallowed the refusal."""
    loopback.attempts.clear()
    yield
    if loopback.attempts:
        pytest.fail(f"The test asked for {', '.join(loopback.attempts)}: tests stay on loopback.")
