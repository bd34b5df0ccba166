"""What the project promises of itself: no Qt without a window, resources in the wheel, clean None counting."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

COMMANDS = (
    ["demo", "{tmp}/new.npt", "--today", "2026-10-16"],
    ["--store", "{tmp}/new.npt", "import", "engagement", "{data}", "--area", "Gedling"],
    ["--store", "{tmp}/new.npt", "export", "engagement", "{tmp}/out.xlsx"],
    ["--store", "{tmp}/new.npt", "report", "qa", "{tmp}/qa.pdf", "--area", "Ashfield", "--month", "2026-10"],
    [
        "--store",
        "{tmp}/new.npt",
        "report",
        "engagement",
        "{tmp}/year.pdf",
        "--area",
        "Ashfield",
        "--year",
        "2026",
    ],
    ["--store", "{tmp}/new.npt", "gaps", "--json"],
    ["--store", "{tmp}/new.npt", "backup", "{tmp}/copy.npt"],
    ["--store", "{tmp}/new.npt", "check"],
    ["--store", "{tmp}/new.npt", "undo"],
)

NO_QT = """
import json, sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in ('PySide6', 'shiboken6'):
            raise ImportError('Qt is not installed here')
sys.meta_path.insert(0, Refuse())
from npt_desktop import cli
for arguments in json.load(sys.stdin):
    assert cli.main(arguments) in (0, 1), arguments
print("all", [name for name in sys.modules if name.startswith("PySide6")])
"""


def test_the_command_line_works_where_no_qt_is_installed(tmp_path: Path) -> None:
    data = ROOT / "tests" / "data" / "engagement-log-gedling-2019.xlsx"
    commands = [[part.format(tmp=tmp_path, data=data) for part in command] for command in COMMANDS]
    done = subprocess.run(
        [sys.executable, "-c", NO_QT], cwd=ROOT, input=json.dumps(commands),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    assert done.stdout.splitlines()[-1] == "all []"


NONE_COUNT = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel()
before = sys.getrefcount(None)
for n in range(3000):
    label.setText(str(n))
print(before - sys.getrefcount(None))
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_that_return_nothing_do_not_drop_references_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 lost one with every void call, until the process aborted."""
    done = subprocess.run(
        [sys.executable, "-c", NONE_COUNT], capture_output=True, text=True, check=True,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": ""},
    )  # fmt: skip
    assert abs(int(done.stdout)) < 100


def test_the_wheel_carries_the_resources(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    wheel = next(tmp_path.glob("*.whl"))
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    wanted = {
        "npt_desktop/resources/" + path.relative_to(ROOT / "resources").as_posix()
        for path in (ROOT / "resources").rglob("*") if path.is_file()
    }  # fmt: skip
    assert wanted <= names
    target = tmp_path / "site"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(target)
    code = "from npt_desktop.rules.quality import booklet_checklist as b; from npt_desktop.paths import resources as r; print(len(b().questions), r())"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(target)!r}); {code}"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("24 ")
    assert str(target) in done.stdout


def test_labels_hold_plain_text_and_nothing_else_is_imported_by_the_first_paint() -> None:
    for path in (ROOT / "npt_desktop" / "ui").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("QLabel", "QMessageBox")
            ):
                raise AssertionError(
                    f"{path}:{node.lineno} makes a {node.func.id}: use Text, which is plain text"
                )
    loaded = subprocess.run(
        [sys.executable, "-c", "import npt_desktop.app, sys; print('\\n'.join(sys.modules))"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    for heavy in (
        "sqlalchemy",
        "alembic",
        "openpyxl",
        "reportlab",
        "python_calamine",
        "npt_desktop.ui.palette",
    ):
        assert heavy not in loaded, heavy


def test_no_path_of_a_machine_and_no_registry_address_is_kept() -> None:
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    for name in files:
        path = ROOT / name
        if not name or not path.is_file() or path.suffix in (".png", ".ttf", ".xlsx", ".svg", ".npt"):
            continue
        said = path.read_text(encoding="utf-8")
        if name.startswith("requirements"):
            assert "http" not in said
            assert "--index" not in said
        found = re.search(r"/(?:home|Users|root)/", said)
        assert found is None, f"{name} holds {found}"
