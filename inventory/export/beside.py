"""The lists that people keep beside the 台帳; each is a sheet once there is something in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from inventory.entrusted import contractors, takeouts
from inventory.export import entrusted_sheets, incident_sheet
from inventory.export.lists import Listing
from inventory.incident import cases
from inventory.records import Records


def listings(records: Records, kind_names: Mapping[str, str], today: date) -> list[Listing[Any]]:
    """The sheets of what was taken out, of contractors and of incidents."""
    found: list[Listing[Any]] = [
        entrusted_sheets.takeouts(takeouts.takeouts(records), kind_names, today),
        entrusted_sheets.contractors(contractors.contractors(records), today),
        incident_sheet.incidents(cases.all_cases(records), today),
    ]
    return [listed for listed in found if listed.items]
