"""./dev, driven as a person drives it, in a small checkout of its own that needs no registry."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]

PACKAGE_LIST = """\
# a comment
[base]
python3-venv

[run]
libnew64|libold   # renamed
libplain

[test]
xvfb
"""

PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""

# What hatchling does for the real project, without anything to install first.
BACKEND = """\
import pathlib, zipfile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "lettrine-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory, name), "w") as wheel:
        wheel.writestr("lettrine.pth", str(pathlib.Path.cwd()))
        wheel.writestr("lettrine-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: lettrine\\nVersion: 1\\n")
        wheel.writestr("lettrine-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\n")
        wheel.writestr("lettrine-1.dist-info/entry_points.txt", "[console_scripts]\\nlettrine = editor_app:main\\n")
        wheel.writestr("lettrine-1.dist-info/RECORD", "")
    return name
"""

PACKAGE = "import os, sys\ndef main(): print(os.getcwd(), sys.argv[1:])\n"
ASSETS = "def sample_letter(): return 'the sample'\n"


class Machine:
    """A small checkout, and a Debian or Ubuntu on which only the named packages are installed."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "a checkout"
        self.tools = folder / "tools"
        self.asked = folder / "asked"
        self.tools.mkdir()
        for path, text in {
            "packaging/debian-packages.txt": PACKAGE_LIST,
            "packaging/requirements.txt": "# nothing to install\n",
            "pyproject.toml": PYPROJECT,
            "backend.py": BACKEND,
            "editor_app/__init__.py": PACKAGE,
            "editor_app/assets.py": ASSETS,
        }.items():
            target = self.checkout / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        shutil.copy2(CHECKOUT / "dev", self.checkout / "dev")
        self.reset()

    def reset(self) -> None:
        """Everything is installed again, for an ordinary person."""
        self.has_installed("python3-venv", "libold", "libplain", "xvfb")
        self.tool("apt-get", f'echo "$@" >>"{self.asked}"')
        self.tool("apt-cache", 'case $2 in libnew64) echo "Candidate: (none)" ;; *) echo "Candidate: 1" ;; esac')
        self.tool("sudo", "exit 1")
        self.user(1000)

    def tool(self, name: str, script: str) -> None:
        (self.tools / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (self.tools / name).chmod(0o755)

    def has_installed(self, *names: str) -> None:
        self.tool("dpkg-query", "".join(f"echo '{name} installed'\n" for name in names))

    def user(self, number: int) -> None:
        self.tool("id", f"echo {number}")

    def dev(self, *arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DISPLAY", "WAYLAND_DISPLAY"} and not name.startswith(("PIP_", "PYTEST_", "COV_"))
        }
        kept["PATH"] = f"{self.tools}:{kept['PATH']}"
        return subprocess.run(
            [self.checkout / "dev", *arguments],
            cwd=cwd or self.checkout,
            env={**kept, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture(scope="module")
def used_machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    machine = Machine(tmp_path_factory.mktemp("used"))
    cold = machine.dev("run", "check")
    assert cold.returncode == 0, cold.stderr
    assert ".venv/" in cold.stderr
    return machine


@pytest.fixture
def ready(used_machine: Machine) -> Machine:
    """A machine on which ./dev ran before."""
    used_machine.reset()
    return used_machine


@pytest.mark.parametrize("shell", ["sh", "dash"])
def test_dev_is_plain_shell(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on this machine")
    subprocess.run([shell, "-n", CHECKOUT / "dev"], check=True)


@pytest.mark.parametrize("arguments", [(), ("start",)])
def test_an_unknown_command_is_answered_by_the_usage(machine: Machine, arguments: tuple[str, ...]) -> None:
    answer = machine.dev(*arguments)
    assert answer.returncode == 2
    assert "./dev run" in answer.stderr
    assert "./dev test" in answer.stderr


def test_without_the_right_to_install_dev_prints_the_exact_line_and_touches_nothing(machine: Machine) -> None:
    machine.has_installed("python3-venv", "xlibplain")
    answer = machine.dev("run", "check")
    assert answer.returncode == 2
    line = "sudo apt-get update && sudo apt-get install --no-install-recommends libold libplain\n"
    assert line in answer.stderr
    assert not machine.asked.exists()
    assert not (machine.checkout / ".venv").exists()


def test_root_installs_only_what_is_missing(ready: Machine) -> None:
    ready.user(0)
    ready.has_installed("python3-venv", "libnew64")
    answer = ready.dev("run", "check")
    assert answer.stdout.endswith("['check']\n")
    update, install = ready.asked.read_text("utf-8").splitlines()
    assert update.endswith("update")
    assert install.endswith("install --no-install-recommends libplain")


def test_what_cannot_be_installed_is_shown_and_lettrine_does_not_start(ready: Machine) -> None:
    ready.user(0)
    ready.has_installed("python3-venv", "libnew64")
    ready.tool("apt-get", "echo the mirror is away; exit 100")
    answer = ready.dev("run", "check")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "the mirror is away" in answer.stderr


def test_no_environment_is_made_without_the_packages_it_is_made_with(machine: Machine) -> None:
    machine.user(0)
    machine.has_installed("libnew64")
    machine.tool("apt-get", f'echo "$@" >>"{machine.asked}"; exit 100')
    assert machine.dev("run", "check").returncode == 2
    assert machine.asked.read_text("utf-8").endswith("install --no-install-recommends python3-venv\n")
    assert not (machine.checkout / ".venv").exists()


def test_only_the_tests_ask_for_the_packages_of_the_tests(machine: Machine) -> None:
    machine.has_installed("python3-venv", "libold", "libplain")
    assert machine.dev("test").stderr.rstrip().endswith("--no-install-recommends xvfb")


def test_the_environment_is_made_once_and_again_when_what_it_was_made_from_changes(ready: Machine) -> None:
    warm = ready.dev("run", "check", "a file.md", cwd=ready.tools)
    assert (warm.stdout, warm.stderr) == (f"{ready.tools} ['check', 'a file.md']\n", "")

    with (ready.checkout / "pyproject.toml").open("a") as project:
        project.write("# another entry point\n")
    reinstalled = ready.dev("run", "check").stderr
    assert "Installation" in reinstalled
    assert "Préparation" not in reinstalled

    left_over = ready.checkout / ".venv" / "left-over"
    left_over.touch()
    (ready.checkout / "packaging" / "requirements.txt").write_text("# another lock\n", "utf-8")
    assert ready.dev("run", "check").returncode == 0
    assert not left_over.exists()

    ready.checkout = ready.checkout.rename(ready.checkout.with_name("moved"))
    moved = ready.dev("run", "check")
    assert moved.stdout == f"{ready.checkout} ['check']\n"
    assert ready.dev("run", "check").stderr == ""


def test_without_a_display_run_says_so_and_exports_the_sample(ready: Machine) -> None:
    assert ready.dev("run", DISPLAY=":1").stdout == f"{ready.checkout} []\n"
    exported = ready.dev("run")
    assert "Aucun écran" in exported.stderr
    assert exported.stdout == f"{ready.checkout} ['export', 'the sample', '--to', '{ready.checkout / 'build'}']\n"


def test_continuous_integration_runs_dev_test_from_any_folder(machine: Machine, tmp_path: Path) -> None:
    (machine.checkout / ".ci").mkdir()
    shutil.copy2(CHECKOUT / ".ci" / "run", machine.checkout / ".ci" / "run")
    (machine.checkout / "dev").write_text('#!/bin/sh\necho "$@" in "$PWD"\n', "utf-8")
    ran = subprocess.run(
        ["bash", machine.checkout / ".ci" / "run"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    assert ran.stdout == f"test in {machine.checkout}\n"


def test_every_step_of_the_tests_runs_and_the_summary_names_the_failed_one(ready: Machine) -> None:
    for command, verdict in {"ruff": 0, "mypy": 1, "lint-imports": 0}.items():
        step = ready.checkout / ".venv" / "bin" / command
        step.write_text(f"#!/bin/sh\necho {command} ran\nexit {verdict}\n", "utf-8")
        step.chmod(0o755)
    (ready.checkout / "pytest.py").write_text("import sys\nprint(sys.argv[1:], 'ran')\n", "utf-8")

    ran = ready.dev("test", "--long", "-k", "one two")
    assert ran.returncode == 1
    assert "mypy ran" in ran.stdout
    assert "lint-imports ran" in ran.stdout
    assert re.search(r"\['-m', '', .*'-k', 'one two'\] ran", ran.stdout)
    summary = ran.stdout.partition("Bilan\n")[2].splitlines()
    assert [line.split()[:2] for line in summary] == [
        ["réussi", "style"],
        ["ÉCHEC", "types"],
        ["réussi", "couches"],
        ["réussi", "tests"],
    ]
    assert "'not long'" in ready.dev("test").stdout
