"""The wheel does the whole job of the command line in an empty folder, far from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SAMPLE = "2022-015-traite-des-etres-humains"
SHIPPED = (
    "editor_app",
    "resources",
    "issues",
    "packaging",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "pyproject.toml",
    ".gitignore",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a checkout in which someone has been at work: own letters, own journal."""
    checkout = tmp_path_factory.mktemp("checkout")
    for name in SHIPPED:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, checkout / name, ignore=shutil.ignore_patterns("__pycache__", ".lettrine"))
        else:
            shutil.copy2(source, checkout / name)
    for private in (f"issues/{SAMPLE}/.lettrine/journal/editorial.md", "issues/a-moi/issue.yaml"):
        (checkout / private).parent.mkdir(parents=True)
        (checkout / private).write_text("not for anyone else", "utf-8")

    built = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "-w", built, checkout], check=True)
    return next(built.glob("lettrine-*.whl"))


class Installation:
    """The wheel in an environment of its own; the libraries it needs are lent by the one the tests run in."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        environment = folder / "installed"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
        self.python = environment / "bin" / "python"
        pip = [sys.executable, "-m", "pip", "--python", self.python, "install", "-q", "--no-deps", "--no-index"]
        subprocess.run([*pip, wheel], check=True)
        # A folder named by a .pth file is searched, but the .pth files in it, such as the checkout's own, are not read.
        (library,) = environment.glob("lib/python*/site-packages")
        (library / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
        self.lettrine = environment / "bin" / "lettrine"

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.home,
            env={"HOME": str(self.home), "PATH": os.defpath, "LANG": "C.UTF-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(wheel, tmp_path_factory.mktemp("machine"))


def test_the_wheel_carries_the_program_its_resources_and_the_sample_letter(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("resources", f"issues/{SAMPLE}"):
        shipped = [path for path in (CHECKOUT / folder).rglob("*") if path.is_file() and ".lettrine" not in path.parts]
        wanted = {f"editor_app/{path.relative_to(CHECKOUT).as_posix()}" for path in shipped}
        assert wanted
        assert wanted <= set(names)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_wheel_carries_nothing_of_the_person_who_built_it(wheel: Path) -> None:
    roots = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert all(root == "editor_app" or root.endswith((".dist-info", ".data")) for root in roots)
    for name in zipfile.ZipFile(wheel).namelist():
        assert not {".lettrine", "a-moi", "__pycache__"} & set(name.split("/")), name


def test_the_installed_program_finds_itself_without_the_checkout(installation: Installation) -> None:
    asked = "import editor_app, editor_app.assets as a; print(editor_app.__file__); print(a.sample_letter())"
    places = installation.run(installation.python, "-c", asked).stdout.splitlines()
    assert len(places) == 2
    for place in places:
        assert Path(place).is_relative_to(installation.python.parents[1])
        assert Path(place).exists()


def test_the_installed_program_checks_a_text(installation: Installation) -> None:
    (installation.home / "texte.md").write_text("C’est la 14ème lettre.\n", "utf-8")
    checked = installation.run(installation.lettrine, "check", "texte.md", "--format", "json")
    assert checked.returncode == 1, checked.stderr
    (file,) = json.loads(checked.stdout)["files"]
    assert [(found["text"], found["suggestions"]) for found in file["diagnostics"]] == [("14ème", ["14e"])]


def test_the_installed_program_takes_a_new_letter_to_a_verified_bundle(installation: Installation) -> None:
    new = installation.run(installation.lettrine, "new", "lettre", "--number", "16")
    assert new.returncode == 0, new.stderr
    assert (installation.home / "lettre" / "issue.yaml").is_file()

    exported = installation.run(installation.lettrine, "export", "lettre", "--to", "lots", "--force")
    assert exported.returncode == 0, exported.stderr
    (bundle,) = (installation.home / "lots").iterdir()
    assert installation.run(installation.lettrine, "verify", bundle).returncode == 0

    page = next(bundle.rglob("*.html"))
    page.write_bytes(page.read_bytes() + b" ")
    refused = installation.run(installation.lettrine, "verify", bundle)
    assert refused.returncode == 1
    assert page.name in refused.stdout


def test_the_installed_program_exports_its_own_sample_letter(installation: Installation) -> None:
    asked = "import editor_app.assets as a; print(a.sample_letter(), end='')"
    sample = installation.run(installation.python, "-c", asked).stdout
    exported = installation.run(installation.lettrine, "export", sample, "--to", "exemple", "--zip")
    assert exported.returncode == 0, exported.stderr
    (bundle,) = (installation.home / "exemple").iterdir()
    assert installation.run(installation.lettrine, "verify", bundle).returncode == 0
