"""Where the data to test with lies: other people's texts, read in place and never copied."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
needs_shared_data = pytest.mark.skipif(
    not SHARED_DATA.is_dir(), reason=f"the shared test data is not at {SHARED_DATA}"
)
