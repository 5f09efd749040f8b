"""The wheel holds exactly what the tree holds."""

import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Folder in the tree -> folder in the wheel.
SHIPPED = {
    "core/liuguan": "liuguan",
    "plugins/liuguan_nanjing": "liuguan_nanjing",
    "tui/liuguan_tui": "liuguan_tui",
    "district_configs": "liuguan/_district_configs",
}


def files_of_the_tree() -> list[str]:
    """Every file of the shipped folders, named as the wheel must name it."""
    return [
        f"{target}/{path.relative_to(ROOT / source).as_posix()}"
        for source, target in SHIPPED.items()
        for path in (ROOT / source).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = out.glob("*.whl")
    return zipfile.ZipFile(path)


def test_wheel_and_tree_hold_the_same_files(wheel: zipfile.ZipFile) -> None:
    in_wheel = {name for name in wheel.namelist() if ".dist-info/" not in name}
    in_tree = set(files_of_the_tree())
    assert {"missing from the wheel": in_tree - in_wheel, "only in the wheel": in_wheel - in_tree} == {
        "missing from the wheel": set(),
        "only in the wheel": set(),
    }


def test_no_two_files_share_a_place_in_the_wheel() -> None:
    assert [name for name, times in Counter(files_of_the_tree()).items() if times > 1] == []


@pytest.mark.parametrize("source", SHIPPED)
def test_every_shipped_folder_has_files(source: str) -> None:
    assert any((ROOT / source).rglob("*.*")), f"{source} is empty; the comparison above would prove nothing"


@pytest.mark.parametrize("package", ["liuguan", "liuguan_nanjing", "liuguan_tui"])
def test_every_package_says_that_it_is_typed(wheel: zipfile.ZipFile, package: str) -> None:
    assert f"{package}/py.typed" in wheel.namelist()


def test_wheel_carries_the_licence(wheel: zipfile.ZipFile) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel.namelist())
