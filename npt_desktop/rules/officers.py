"""An officer as the log writes them, taken apart: title, collar number, surname.

Source: booklet, "Lead Officer Present" ("PC 1234 Surname"); numbers have no national form, so a word with a
digit in it is one.
"""

from __future__ import annotations

from dataclasses import dataclass

from npt_desktop.models.kinds import Role

_TITLES = {
    "pc": ("PC", Role.CONSTABLE), "pcso": ("PCSO", Role.CONSTABLE), "spc": ("SPC", Role.CONSTABLE),
    "sc": ("SC", Role.CONSTABLE), "dc": ("DC", Role.CONSTABLE), "ps": ("PS", Role.SERGEANT),
    "sgt": ("Sgt", Role.SERGEANT), "ds": ("DS", Role.SERGEANT), "insp": ("Insp", Role.INSPECTOR),
    "di": ("DI", Role.INSPECTOR), "ci": ("Ch Insp", Role.CHIEF_INSPECTOR),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Officer:
    """``number`` may be empty; the role follows from the title and may be changed later."""

    title: str
    number: str
    surname: str
    role: Role

    @property
    def label(self) -> str:
        """As the log writes them."""
        return " ".join(part for part in (self.title, self.number, self.surname) if part)


def read_officer(text: str) -> Officer | None:
    """The officer a text names; None where it has no title this program knows, or no surname."""
    words = text.replace(".", " ").split()
    if [word.casefold() for word in words[:2]] in (["ch", "insp"], ["chief", "inspector"]):
        words = ["ci", *words[2:]]
    if not words or words[0].casefold() not in _TITLES:
        return None
    title, role = _TITLES[words[0].casefold()]
    numbers = [word for word in words[1:] if any(letter.isdigit() for letter in word)]
    names = [word for word in words[1:] if word not in numbers]
    if not names or len(names) > 3 or len(numbers) > 1 or not all(_named(word) for word in names):
        return None
    surname = " ".join(names)
    surname = surname.title() if surname == surname.lower() else surname
    return Officer(title, numbers[0] if numbers else "", surname, role)


def _named(word: str) -> bool:
    return word.replace("-", "").replace("'", "").replace("’", "").isalpha()
