"""A post office and a newsroom for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom import Newsroom
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


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """Two feeds and a destination; the tests write the rules."""
    opened = Newsroom(tmp_path)
    with opened.database:
        yield opened
