"""Puts YASGUI, a SPARQL editor, into the wheel where npm is at hand; without it, kg's own plain editor is used.

The versions and the checksums of what npm fetches stand in package-lock.json. Nothing of it is kept in the repository.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACE = "kg/serve/pages/static/yasgui"
FILES = ("yasgui.min.js", "yasgui.min.css")
PATIENCE = 240
"""Seconds that npm may take: 49 packages, 51 MB unpacked."""
COMMAND = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=30000")


class EditorHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling before and after a wheel is written."""

    folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetches the editor and adds it to what the wheel holds."""
        if version == "editable" or not shutil.which(COMMAND[0]):
            return
        self.folder = Path(tempfile.mkdtemp(prefix="kg-editor-"))
        for name in ("package.json", "package-lock.json"):
            shutil.copy(Path(self.root, "editor", name), self.folder)
        try:
            subprocess.run(COMMAND, cwd=self.folder, check=True, capture_output=True, timeout=PATIENCE)
        except (OSError, subprocess.SubprocessError) as error:
            self.app.display_warning(f"the wheel gets the plain SPARQL editor: npm could not fetch YASGUI ({error})")
            return
        built = self.folder / "node_modules" / "@zazuko" / "yasgui" / "build"
        licences = self.folder / "licences.txt"
        licences.write_text("\n\n".join(_licences(self.folder / "node_modules")), encoding="utf-8")
        for file in (*(built / name for name in FILES), licences):
            build_data["force_include"][str(file)] = f"{PLACE}/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Removes what was fetched."""
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def _licences(modules: Path) -> Iterator[str]:
    """What each package that the editor is made of says of its licence."""
    for package in sorted(modules.rglob("package.json")):
        if package.parent.parent.name == "node_modules" or package.parent.parent.parent.name == "node_modules":
            texts = [file for file in package.parent.iterdir() if file.name.upper().startswith(("LICENSE", "LICENCE"))]
            name = package.parent.relative_to(modules).as_posix()
            said = [file.read_text(encoding="utf-8", errors="replace") for file in texts if file.is_file()]
            yield "\n".join([f"== {name}", *(said or [package.read_text(encoding="utf-8")])])
