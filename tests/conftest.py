"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def letter_14() -> Path:
    """The real letter as published; it stands beside the checkout, not in it."""
    path = CHECKOUT.parent / "shared" / "data" / "letter-14.txt"
    if not path.is_file():
        pytest.skip("the real letter (../shared/data/letter-14.txt) is not beside this checkout")
    return path


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample letter's folder, as it ships; copy it before changing it."""
    return CHECKOUT / "issues" / "2022-015-traite-des-etres-humains"


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the program keeps among the person's own files is each test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
