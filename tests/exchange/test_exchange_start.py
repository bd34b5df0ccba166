"""What the window pays for having exports and imports at hand: nothing until they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_workbook_libraries_are_imported_only_when_used() -> None:
    modules = [
        path.stem for path in (ROOT / "npt_desktop" / "exchange").glob("*.py") if path.stem != "xlsx_parts"
    ]
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        + "".join(f"import npt_desktop.exchange.{name}\n" for name in modules)
        + "heavy = {'openpyxl', 'python_calamine', 'lxml', 'sqlalchemy', 'PySide6', 'reportlab', 'xml'}\n"
        + "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
