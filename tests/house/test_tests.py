"""The tests themselves."""

import ast

import pytest

from tests.house.source import Source, sources

TESTS = [source for source in sources("tests") if source.path.stem.startswith("test_")]


@pytest.mark.parametrize("source", TESTS, ids=lambda source: source.name)
def test_every_test_says_what_it_shows(source: Source) -> None:
    """A test without a sentence leaves the next person guessing what it protects."""
    tests = [each for each in source.functions() if each.name.startswith("test_")]
    assert [test.name for test in tests if not ast.get_docstring(test)] == []
