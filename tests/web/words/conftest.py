"""Registers the fixtures that need Workroom or a server, and has Workroom in other words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.apps import make_app
from tests.support.servers import LocalHarvest


@pytest.fixture
def translations(tmp_path: Path) -> Path:
    """Return the folder in which the Workroom of these tests has translations of its own."""
    folder = tmp_path / "translations"
    folder.mkdir()
    return folder


@pytest.fixture
def app(
    harvest: LocalHarvest, redis_url: str, tmp_path: Path, translations: Path
) -> Iterator[Flask]:
    """Return Workroom in English, German and two more languages, with translations of its own."""
    yield from make_app(
        f"sqlite:///{tmp_path / 'workroom.sqlite3'}",
        harvest,
        redis_url,
        BABEL_TRANSLATION_DIRECTORIES=str(translations),
        LANGUAGES=["en", "de", "eo", "fi"],
    )
