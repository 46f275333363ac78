"""What the tests of the checker share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.layers import first_layers
from editor_app.proofing.pipeline import Checker

Check = Callable[..., tuple[Diagnostic, ...]]


@pytest.fixture(scope="session")
def checker() -> Checker:
    return Checker(first_layers())


@pytest.fixture
def check(checker: Checker) -> Check:
    """The diagnostics of a block; words accepted in the issue come after it."""

    def check_block(block: str, *words: str) -> tuple[Diagnostic, ...]:
        return checker.check_block(block, frozenset(words))

    return check_block
