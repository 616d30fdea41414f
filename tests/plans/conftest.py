"""What these tests start from."""

import pytest

from server.core.db import Store
from tests.cast import Cast
from tests.plans.laid import LaidPlan, lay_plan


@pytest.fixture
def plan(store: Store, cast: Cast) -> LaidPlan:
    """An agreed plan: jobs `school` (Nan), `tea` (Amira and Dev), and Sam's promise `passes`."""
    with store.writing() as db:
        return lay_plan(db, cast)
