from collections.abc import AsyncIterator

import pytest

from tests.acceptance.stage import Stage


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    """A community on a real database of each kind."""
    stage = Stage(database_url)
    await stage.open()
    yield stage
    await stage.close()
