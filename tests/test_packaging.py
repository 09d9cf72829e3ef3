"""What ends up in the wheel, and that the package keeps its promises about imports."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    source = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "kg").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert source - set(wheel.namelist()) == set()
    assert {"kg/py.typed", "kg/demo/didi-penalty.txt", "kg/queries/fines-by-regulator.rq"} <= source


def test_the_wheel_holds_the_ontology_as_it_is(wheel: zipfile.ZipFile) -> None:
    for path in (ROOT / "ontology").rglob("*"):
        if path.is_file():
            assert wheel.read(f"kg/_ontology/{path.relative_to(ROOT / 'ontology').as_posix()}") == path.read_bytes()


def test_the_wheel_holds_nothing_for_developers_and_nothing_pickled(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert {name.split("/")[0] for name in names if not name.startswith("kg_builder-")} == {"kg"}
    assert [name for name in names if name.endswith((".pkl", ".pickle", ".pt", ".bin", ".pyc"))] == []


def test_the_wheel_gives_the_command_and_its_licence(wheel: zipfile.ZipFile) -> None:
    entry = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "kg = kg.__main__:main" in wheel.read(entry).decode()
    licence = next(name for name in wheel.namelist() if name.endswith("/LICENSE"))
    assert wheel.read(licence) == (ROOT / "LICENSE").read_bytes()


def test_the_package_runs_from_the_wheel_alone(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    script = "import kg.ontology as o; print(o.load().folder)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == tmp_path.resolve() / "kg" / "_ontology"


def test_one_version_is_told_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert kg.__version__ == project["version"]
    assert f"## {kg.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_importing_kg_imports_nothing_else() -> None:
    script = "import sys, kg; print(*(name for name in sys.modules if name.startswith('kg')))"
    env = {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["kg"]


def test_the_public_names_are_there() -> None:
    assert {name: getattr(kg, name) for name in kg.__all__}.keys() <= set(dir(kg))
    assert kg.build is kg.build
    with pytest.raises(AttributeError, match="no attribute 'biuld'"):
        kg.biuld  # noqa: B018  (asking is the test)
