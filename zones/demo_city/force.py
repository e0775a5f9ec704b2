"""A force for the made-up city, as the tables of a force file. Everybody is named after a task, nobody for real."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from patrol.vocabulary import OrganizationKind, Role, TravelMode
from zones.demo_city.names import numeral
from zones.demo_city.wards import Ward, Wards

BUREAU = "DEMO"
FILE_NAME = "demo.zip"
DESKS = {
    "operator": ("演示操作员一号", Role.OPERATOR),
    "chief": ("演示值班长", Role.DUTY_CHIEF),
    "supervisor": ("演示督导员", Role.SUPERVISOR),
    "planner": ("演示规划员", Role.PLANNER),
}
ADMINISTRATOR = ("administrator", "演示管理员")

type Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Kind:
    """A kind of unit: its word in call signs, its template, how it moves, who rides: sworn officers and auxiliaries."""

    word: str
    template: str
    mode: TravelMode
    sworn: int = 1
    auxiliaries: int = 2


CAR = Kind("车", "ordinary", TravelMode.CAR)
ARMED = Kind("武", "armed", TravelMode.CAR, sworn=2)
BIKE = Kind("骑", "demo-bike", TravelMode.BICYCLE)
FOOT = Kind("步", "demo-foot", TravelMode.FOOT)
A_STATION = (CAR, CAR, ARMED, BIKE, FOOT)
FIRST_STATION = (CAR, ARMED, ARMED, BIKE, FOOT)  # so that there are 13 armed vehicles (F14)


@dataclass(frozen=True)
class PlannedUnit:
    """A unit, its crew by user name, and the beat it calls home."""

    call_sign: str
    kind: Kind
    station: str
    beat: str
    crew: tuple[str, ...]


class Force:
    """The force of a city's wards: a bureau, its districts and stations, a squad in each, 60 units."""

    def __init__(self, wards: Wards) -> None:
        self._wards = wards

    @cached_property
    def units(self) -> list[PlannedUnit]:
        return list(self._units())

    @property
    def log_ins(self) -> dict[str, str]:
        """Who gets a password: user name and what they are. Every desk, and an officer of every second station."""
        desks = {username: name for username, (name, _role) in DESKS.items()}
        firsts = {unit.station: unit for unit in reversed(self.units)}
        officers = {
            firsts[station.code].crew[0]: f"{firsts[station.code].call_sign} 车长"
            for station in self._wards.stations[::2]
        }
        return {ADMINISTRATOR[0]: ADMINISTRATOR[1]} | desks | officers

    def file(self, passwords: Mapping[str, str]) -> bytes:
        """The tables as a ZIP of CSVs, for `patrol.services.import_force`."""
        tables = {
            "organizations": list(self._organizations()),
            "people": [row | {"password": passwords.get(row["username"], "")} for row in self._people()],
            "templates": list(_templates()),
            "units": [
                {"call_sign": unit.call_sign, "organization": squad_of(unit.station), "template": unit.kind.template}
                for unit in self.units
            ],
            "crews": list(self._crews()),
        }
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for table, rows in tables.items():
                archive.writestr(zipfile.ZipInfo(f"{table}.csv"), _csv(rows))
        return content.getvalue()

    def _units(self) -> Iterator[PlannedUnit]:
        number = 0
        for place, station in enumerate(self._wards.stations):
            beats = [beat.code for beat in self._wards.beats if beat.parent == station.code]
            for order, kind in enumerate(A_STATION if place else FIRST_STATION, start=1):
                number += 1
                crew = [f"officer{number:02}{letter}" for letter in "ab"[: kind.sworn]]
                crew += [f"auxiliary{number:02}{letter}" for letter in "ab"[: kind.auxiliaries]]
                yield PlannedUnit(
                    call_sign=f"{_word(station)}{kind.word}{order:02}",
                    kind=kind,
                    station=station.code,
                    beat=beats[order % len(beats)],
                    crew=tuple(crew),
                )

    def _organizations(self) -> Iterator[dict[str, str]]:
        yield _organization(BUREAU, "演示市公安局", OrganizationKind.BUREAU, "")
        for district in self._wards.districts:
            yield _organization(district.code, f"{district.name.zh}分局", OrganizationKind.DISTRICT, BUREAU)
        for station in self._wards.stations:
            yield _organization(station.code, station.name.zh, OrganizationKind.STATION, station.parent)
            name = f"{station.name.zh}巡逻中队"
            yield _organization(squad_of(station.code), name, OrganizationKind.SQUAD, station.code)

    def _people(self) -> Iterator[dict[str, str]]:
        for username, (name, role) in DESKS.items():
            yield _person(username, name, BUREAU, role, sworn=True)
        for number, unit in enumerate(self.units, start=1):
            for place, username in enumerate(unit.crew):
                sworn = place < unit.kind.sworn
                seat = place if sworn else place - unit.kind.sworn
                name = f"演示{'民警' if sworn else '辅警'}{numeral(number)}号{'甲乙'[seat]}"
                yield _person(username, name, squad_of(unit.station), Role.OFFICER, sworn=sworn)

    def _crews(self) -> Iterator[dict[str, str]]:
        for number, unit in enumerate(self.units, start=1):
            vehicle = f"演示{unit.kind.word}{number:02}" if unit.kind.mode is not TravelMode.FOOT else ""
            for username in unit.crew:
                yield {"unit": unit.call_sign, "username": username, "vehicle": vehicle, "radio": f"{number:03}"}


def squad_of(station: str) -> str:
    return f"{station}Q"


def _word(station: Ward) -> str:
    return station.name.zh.removesuffix("派出所")


def _organization(code: str, name: str, kind: OrganizationKind, parent: str) -> dict[str, str]:
    return {"code": code, "name": name, "kind": kind.value, "parent": parent}


def _person(username: str, name: str, organization: str, role: Role, *, sworn: bool) -> dict[str, str]:
    return {
        "username": username,
        "display_name": name,
        "organization": organization,
        "sworn": "yes" if sworn else "no",
        "roles": f"{role.value}@{organization}",
    }


def _templates() -> Iterator[dict[str, str]]:
    for kind, name in ((BIKE, "电动车巡组 / E-bike"), (FOOT, "步巡组 / Foot")):
        yield {
            "code": kind.template,
            "name": name,
            "min_sworn": str(kind.sworn),
            "min_auxiliary": str(kind.auxiliaries),
            "armed": "no",
            "mode": kind.mode.value,
        }


def _csv(rows: Rows) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
