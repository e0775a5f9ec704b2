"""A force of test units as a file for `import_force`: an operator, and units T1, T2, ... each with a full crew."""

import csv
import io
import zipfile
from pathlib import Path

OPERATOR, PASSWORD = "operator", "a long test password"

type Row = list[object]


def write_force(path: Path, *, units: int) -> Path:
    """Write the tables of a bureau with so many ordinary units, packed as ZIP."""
    calls = [f"T{number}" for number in range(1, units + 1)]
    crews = [(unit, f"{unit}-{seat}".lower(), seat == 1) for unit in calls for seat in (1, 2, 3)]
    tables: dict[str, list[Row]] = {
        "organizations": [["code", "name", "kind", "parent"], ["TEST", "Test bureau", "bureau", ""]],
        "people": [
            ["username", "display_name", "organization", "sworn", "roles", "password"],
            [OPERATOR, "Test operator", "TEST", "yes", "operator@TEST", PASSWORD],
            *[
                [name, f"Test {name}", "TEST", "yes" if sworn else "no", "officer@TEST", ""]
                for _unit, name, sworn in crews
            ],
        ],
        "units": [["call_sign", "organization", "template"], *[[unit, "TEST", "ordinary"] for unit in calls]],
        "crews": [["unit", "username", "vehicle"], *[[unit, name, unit] for unit, name, _sworn in crews]],
    }
    with zipfile.ZipFile(path, "w") as packed:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            packed.writestr(f"{name}.csv", text.getvalue())
    return path
