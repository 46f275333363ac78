"""A packet is opened by a double click: the desktop knows it by its name, and gives it to Lettrine."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from editor_app.desk.proofreading import PACKET_SUFFIX

PACKAGING = Path(__file__).parents[2] / "packaging"
PACKET = "application/vnd.lettrine.packet+zip"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (f"relecture-15-zoe-lambert{PACKET_SUFFIX}", PACKET),
        ("relecture-15-zoe-lambert-retour.zip", "application/zip"),
        ("photos.zip", "application/zip"),
    ],
)
def test_the_desktop_tells_packets_from_returns_and_other_archives(tmp_path: Path, name: str, kind: str) -> None:
    if not all(map(shutil.which, ("update-mime-database", "gio"))) or not Path("/usr/share/mime").is_dir():
        pytest.skip("this machine has no database of file types")
    packages = tmp_path / "share" / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(PACKAGING / "lettrine.xml", packages)
    # No desktop of somebody's own, and no other data than the system's.
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "share"),
        "XDG_DATA_DIRS": "/usr/share",
    }
    done = subprocess.run(
        ["update-mime-database", packages.parent], env=environment, capture_output=True, text=True, check=True
    )
    assert "rror" not in done.stderr
    file = tmp_path / name
    file.write_bytes(b"PK\x05\x06" + bytes(18))
    asked = ["gio", "info", "-a", "standard::content-type", file]
    told = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True).stdout
    assert told.split()[-1] == kind


def test_the_application_opens_packets_with_the_command_that_is_installed() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(PACKAGING / "lettrine.desktop", "utf-8")
    values = entry["Desktop Entry"]
    assert values["Exec"] == "lettrine open %f"
    assert values["MimeType"] == f"{PACKET};"
    assert {"Type", "Name", "Comment[fr]", "Categories"} <= values.keys()
