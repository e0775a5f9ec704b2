"""Calls, and clients that speak for somebody."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from dispatch import services
from dispatch.models import Incident, IncidentType
from patrol.models import Organization, User


@pytest.fixture(autouse=True)
def no_roads(settings: Any, tmp_path: Any) -> None:
    """Times by straight line, unless a test loads roads of its own."""
    settings.ROADS_DIR = tmp_path / "roads"


@pytest.fixture
def theft(db: None) -> IncidentType:
    """A type of call of priority 3."""
    kind, _created = IncidentType.objects.get_or_create(code="theft", defaults={"name": "Theft", "priority": 3})
    return kind


@pytest.fixture
def take_call(bureau: Organization, dispatcher: User, theft: IncidentType, now: datetime) -> Callable[..., Incident]:
    """`take_call(lon, lat)`: a call of the bureau, taken by its dispatcher; takes any argument of the service."""

    def take(lon: float = 116.4, lat: float = 39.9, **more: Any) -> Incident:
        asked = {"organization_id": bureau.pk, "type_code": theft.code, "by": dispatcher, "at": now} | more
        return services.take_call(lon=lon, lat=lat, **asked)

    return take


@pytest.fixture
def call(take_call: Callable[..., Incident]) -> Incident:
    """An open call in the middle of town."""
    return take_call()


@pytest.fixture
def as_() -> Callable[[User | None], APIClient]:
    """`as_(user)`: a client that speaks for this person; for a stranger with None."""

    def client(user: User | None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.force_authenticate(user)
        return client

    return client
