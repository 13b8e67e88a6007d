"""A house on each store there is."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.store.house import STORES, House

pytest.register_assert_rewrite("tests.store.contract", "tests.store.contract_sending")


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty database for each store: the migrations run once, not in every test."""
    folder = tmp_path_factory.mktemp("upgraded")
    for name, opened in STORES.items():
        asyncio.run(opened(folder / name).close())
    return folder


@pytest.fixture(params=sorted(STORES))
async def house(
    request: pytest.FixtureRequest, tmp_path: Path, upgraded: Path
) -> AsyncIterator[House]:
    database = tmp_path / "data" / "assistant.db"
    database.parent.mkdir(mode=0o700)
    shutil.copy(upgraded / request.param, database)
    store = STORES[request.param](database)
    yield House(store, tmp_path)
    await store.close()
