"""Two machines share a letter through real servers, by HTTPS and by SSH."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from forges import NAME, SECRET, https_forge, ssh_server
from letters_on_disk import TEXTS, make_letter, set_text, text_of


def lettrine(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "editor_app", *map(str, arguments)],
        check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL, env={**os.environ, **environment},
    )  # fmt: skip


def assert_shared(address: str, folder: Path, **environment: str) -> None:
    """A letter goes there, comes down elsewhere, and work on both sides meets."""
    here, there = make_letter(folder / "ici"), folder / "ailleurs"
    sent = lettrine("sync", here, "--remote", address, **environment)
    assert sent.returncode == 0, sent.stderr
    received = lettrine("sync", there, "--remote", address, **environment)
    assert received.returncode == 0, received.stderr
    set_text(here, TEXTS["editorial"].replace("Bonjour", "Bonsoir"))
    set_text(there, TEXTS["editorial"].replace("deux rives", "trois rives"))
    for letter in (here, there):
        done = lettrine("sync", letter, "--remote", address, **environment)
        assert done.returncode == 0, done.stderr
    assert text_of(there) == "Bonsoir à tous.\n\nUn pont relie trois rives.\n"


def test_by_https_with_a_token_that_is_kept_nowhere(tmp_path: Path) -> None:
    with https_forge(tmp_path) as (address, certificate):
        known = {"SSL_CERT_FILE": str(certificate), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        letter = make_letter(tmp_path / "sans")
        refused = lettrine("sync", letter, "--remote", address, **known)
        assert refused.returncode == 2 and "l’accès est refusé" in refused.stderr and "jeton" in refused.stderr
        stranger = lettrine("sync", letter, "--remote", address, **{**known, "SSL_CERT_FILE": os.devnull})
        assert stranger.returncode == 2 and "certificat" in stranger.stderr
        with_token = address.replace("://", f"://{NAME}:{quote(SECRET)}@")
        sent = lettrine("sync", make_letter(tmp_path / "ici"), "--remote", with_token, **known)
        assert sent.returncode == 0, sent.stderr
        wrong = lettrine("sync", letter, "--remote", address.replace("://", f"://{NAME}:autre@"), **known)
        assert wrong.returncode == 2 and "autre" not in wrong.stderr
    for path in (tmp_path / "ici").rglob("*"):
        assert not path.is_file() or (SECRET.encode() not in path.read_bytes() and b"jeton" not in path.read_bytes())


def test_by_https_with_what_git_remembers(tmp_path: Path) -> None:
    with https_forge(tmp_path) as (address, certificate):
        store = tmp_path / "credentials"
        store.write_text(address.replace("://", f"://{NAME}:{quote(SECRET)}@").rpartition("/")[0] + "\n")
        config = tmp_path / "gitconfig"
        config.write_text(f"[credential]\n\thelper = store --file={store}\n")
        known = {"SSL_CERT_FILE": str(certificate), "GIT_CONFIG_GLOBAL": str(config), "GIT_CONFIG_NOSYSTEM": "1"}
        sent = lettrine("sync", make_letter(tmp_path / "ici"), "--remote", address, **known)
        assert sent.returncode == 0, sent.stderr


def test_by_ssh_with_the_key_of_the_account(tmp_path: Path) -> None:
    with ssh_server(tmp_path) as (address, home):
        assert_shared(address, tmp_path, HOME=str(home), SSH_AUTH_SOCK="")


@pytest.mark.parametrize("unknown", ["key", "host"])
def test_by_ssh_a_stranger_is_refused_with_a_sentence(tmp_path: Path, unknown: str) -> None:
    with ssh_server(tmp_path) as (address, home):
        (home / ".ssh" / {"key": "id_ed25519", "host": "known_hosts"}[unknown]).unlink()
        refused = lettrine("sync", make_letter(tmp_path / "ici"), "--remote", address, HOME=str(home), SSH_AUTH_SOCK="")
    assert refused.returncode == 2
    assert len(refused.stderr.strip().splitlines()) == 1
    assert {"key": "l’accès est refusé", "host": "cette machine n’est pas reconnue"}[unknown] in refused.stderr
