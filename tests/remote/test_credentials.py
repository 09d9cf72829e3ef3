"""What a file of credentials may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.remote.credentials import Credentials, read_credentials


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("abc.def-123", Credentials("bearer", secret="abc.def-123")),
        ("Bearer abc", Credentials("bearer", secret="abc")),
        ("jane:a b:c", Credentials("basic", "jane", "a b:c")),
        ("basic jane:geheim ü", Credentials("basic", "jane", "geheim ü")),
        ("digest dba:dba", Credentials("digest", "dba", "dba")),
    ],
)
def test_a_token_or_a_user_and_a_password_are_read(tmp_path: Path, line: str, found: Credentials) -> None:
    (tmp_path / "auth").write_text(f"\n  {line} \n", encoding="utf-8")
    assert read_credentials(tmp_path / "auth") == found


@pytest.mark.parametrize("text", ["", "\n", "a\nb", "two words", "bearer é", "bearer "])
def test_anything_else_is_refused_without_being_shown(tmp_path: Path, text: str) -> None:
    (tmp_path / "auth").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match="expected one line") as caught:
        read_credentials(tmp_path / "auth")
    assert "two words" not in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"--auth-file .*cannot be read"):
        read_credentials(tmp_path / "none")


def test_secrets_are_not_shown() -> None:
    assert "geheim" not in repr(Credentials("basic", "jane", "geheim"))
