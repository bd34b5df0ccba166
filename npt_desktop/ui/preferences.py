"""What this machine remembers of its user: last store, person, look. One small file, never in the store."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from npt_desktop.paths import data_folder


@dataclass
class Preferences:
    """``store`` and ``person`` are those of last time; ``mode`` is system, light or dark; ``percent`` the text
    size; ``lock_minutes`` after how long the window locks, 0 never, -1 as the store asks. An unreadable or foreign file counts as none. With ``kept`` False nothing is written."""

    store: str = ""
    person: str = ""
    mode: str = "system"
    percent: int = 100
    lock_minutes: int = -1
    kept: bool = True

    @staticmethod
    def file() -> Path:
        """Where they are kept."""
        return data_folder() / "preferences.json"

    @classmethod
    def load(cls, path: Path | None = None) -> Preferences:
        """Those kept, or fresh ones."""
        try:
            kept = json.loads((path or cls.file()).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(kept, dict):
            return cls()
        fresh = cls()
        for field in fields(cls):
            value = kept.get(field.name)
            if type(value) is type(getattr(fresh, field.name)):
                setattr(fresh, field.name, value)
        if fresh.mode not in ("system", "light", "dark"):
            fresh.mode = "system"
        if fresh.percent not in (100, 115, 130):
            fresh.percent = 100
        if not -1 <= fresh.lock_minutes <= 24 * 60:
            fresh.lock_minutes = -1
        return fresh

    def save(self, path: Path | None = None) -> None:
        """Keep them; a folder that cannot be written only means they are asked again."""
        if not self.kept:
            return
        target = path or self.file()
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(".part")
            part.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
            part.replace(target)
        except OSError:
            return
