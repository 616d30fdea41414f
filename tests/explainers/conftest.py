"""The small shelf of content that these tests spoil and mend."""

from pathlib import Path

import pytest

from tests.explainers.shelf import Shelf, put_up


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """One piece and a glossary, in English and Welsh."""
    return put_up(tmp_path / "content")
