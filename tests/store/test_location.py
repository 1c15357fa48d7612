"""Where the data is kept."""

import pytest

from bot.settings import read_settings
from bot.store.location import database_url


@pytest.mark.parametrize(
    ("told", "running", "dry"),
    [
        ("sqlite:////srv/v.db", "sqlite:////srv/v.db", "sqlite:////srv/v-dry-run.db"),
        ("sqlite:///data/v", "sqlite:///data/v", "sqlite:///data/v-dry-run"),
    ],
)
def test_a_dry_run_has_its_own(told: str, running: str, dry: str) -> None:
    """Beside the other one."""
    settings = read_settings({"DATABASE_URL": told}, env_file=None)
    assert database_url(settings, dry_run=False) == running
    assert database_url(settings, dry_run=True) == dry
