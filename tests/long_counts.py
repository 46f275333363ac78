"""Marks the long count of a test that has a short one too."""

from __future__ import annotations

import pytest

LONG_RUN = [pytest.mark.long, pytest.mark.timeout(7200)]
