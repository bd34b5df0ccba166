"""The table of role by action, as the documentation shows it: made from what the rules decide, never typed."""

from __future__ import annotations

from npt_desktop.models.kinds import Role
from npt_desktop.rules.authority import Act, may

BEGIN, END = "<!-- rights: made by npt_desktop.rules.rights -->", "<!-- end of rights -->"


def rights_table() -> str:
    """Markdown: a line for each act in the order of the rules, a column for each role."""
    lines = [
        "| A person may | " + " | ".join(role.label for role in Role) + " |",
        "| --- |" + " :-: |" * len(Role),
    ]
    for act in Act:
        cells = " | ".join("yes" if may(role, act) else "–" for role in Role)
        lines.append(f"| {act.value} | {cells} |")
    return "\n".join(lines)
