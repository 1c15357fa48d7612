"""A newsroom for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom import Newsroom


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """Two feeds and a destination; the tests write the rules."""
    opened = Newsroom(tmp_path)
    with opened.database:
        yield opened
