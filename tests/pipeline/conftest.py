"""A post office for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.post_office import PostOffice, ScriptedChannel


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PostOffice]:
    """Two places to deliver to; what nothing can tell about is held."""
    opened = PostOffice(tmp_path)
    with opened.database:
        yield opened


@pytest.fixture
def channel(office: PostOffice) -> ScriptedChannel:
    """The channel of the post office."""
    return office.channel
