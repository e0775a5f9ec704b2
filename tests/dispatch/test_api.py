"""The doors of calls, assignments and units: who may, who is refused, what they say."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.db import connection

from dispatch import services
from dispatch.models import Assignment, Incident
from patrol.vocabulary import Role
from tests.dispatch.conftest import as_

BODY = {"type": "theft", "lon": 116.4, "lat": 39.9, "place": "A street"}


@pytest.fixture
def unit(make_unit, officer):
    return make_unit("U1", 116.41, 39.9, crew=[officer])


@pytest.fixture
def sent(call, unit, dispatcher, now):
    (assignment,) = services.assign_units(
        incident_id=call.pk, unit_ids=[unit.pk], reason="alone", by=dispatcher, at=now
    )
    return assignment
