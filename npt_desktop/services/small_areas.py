"""Which small census areas (LSOAs) count towards which neighbourhood area: said once, kept, and changed at will."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.models.organisation import Area
from npt_desktop.models.sources import CrimeMonth, Lsoa
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.services.desk import Choice, Desk


@dataclass(frozen=True, slots=True)
class SmallArea:
    """A small area, what it counts towards, and the crimes held of it."""

    id: int
    name: str
    area: Choice | None
    set_aside: bool
    crimes: int

    @property
    def unmapped(self) -> bool:
        return self.area is None and not self.set_aside

    @property
    def towards(self) -> str:
        """The area in words."""
        return self.area.label if self.area else "None of ours" if self.set_aside else "Not mapped"


@dataclass(frozen=True, slots=True)
class SmallAreaPage:
    """The whole map: what is unmapped first, then by name."""

    places: tuple[SmallArea, ...]
    areas: tuple[Choice, ...]

    @property
    def unmapped(self) -> tuple[SmallArea, ...]:
        return tuple(place for place in self.places if place.unmapped)


class SmallAreas:
    """The map of small areas, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self) -> SmallAreaPage:
        """The map with its crimes. Reads every month held: call off the window's thread."""
        areas = tuple(self._desk.areas())
        named = {area.id: area for area in areas}
        crimes: Counter[int] = Counter()
        with self._desk.read() as session:
            for lsoa_id, counts in session.execute(select(CrimeMonth.lsoa_id, CrimeMonth.counts)):
                crimes[lsoa_id] += sum(counts.values())
            rows = session.execute(select(Lsoa.id, Lsoa.name, Lsoa.area_id, Lsoa.set_aside)).all()
        places = [
            SmallArea(key, name, named.get(area or 0), aside, crimes[key]) for key, name, area, aside in rows
        ]
        places.sort(key=lambda place: (not place.unmapped, place.name.casefold()))
        return SmallAreaPage(tuple(places), areas)

    def assign(self, places: Sequence[int], area_id: int | None, *, set_aside: bool = False) -> int:
        """Have small areas count towards an area; without one they are unmapped, or none of ours. Returns how many
        changed."""
        require(self._desk.actor.role, Act.CHANGE_LISTS)
        if not places:
            raise CannotDo("Choose the small areas first.")
        if area_id is not None and set_aside:
            raise ValueError("a small area counts towards an area or is set aside")
        with self._desk.write("Changed the map of small areas") as unit:
            area = unit.session.get(Area, area_id) if area_id is not None else None
            if area_id is not None and area is None:
                raise CannotDo("This area was removed in the meantime: choose another.")
            changed = 0
            for place in unit.session.scalars(select(Lsoa).where(Lsoa.id.in_(places))):
                changed += (place.area_id, place.set_aside) != (area_id, set_aside)
                place.area_id, place.set_aside = area_id, set_aside
            where = area.name if area else "none of ours" if set_aside else "no area"
            unit.did = f"Mapped {number_of(changed, 'small area')} to {where}"
            return changed
