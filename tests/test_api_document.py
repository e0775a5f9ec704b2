"""The API keeps to its own document, whatever is sent to it; nothing that a client sends breaks it."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from shapely.geometry import LineString, box, mapping

from patrol import services
from patrol.models import Organization, User
from patrol.vocabulary import Role
from tests.world import TYPE, World

# 200 an operation is the measure (about four minutes on two cores); a run of the whole suite is content with fewer.
EXAMPLES = int(os.environ.get("PATROL_API_EXAMPLES", "40"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
WITHOUT_LOG_IN = {"/api/auth/token"}

ours = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def api(**phases: bool) -> Any:
    """The API with its document; `phases` of generation that are on."""
    enabled = {name: {"enabled": phases.get(name, False)} for name in ("examples", "fuzzing", "coverage")}
    document = SchemaGenerator().get_schema(request=None, public=True)
    loaded = schemathesis.openapi.from_dict(
        document, config=schemathesis.Config.from_dict({"phases": enabled, "cache": {"enabled": False}})
    )
    loaded.app = get_wsgi_application()
    return loaded


fuzzed, edges, locked = api(fuzzing=True), api(coverage=True), api(fuzzing=True)


@pytest.fixture(autouse=True)
def connection_stays_open(db: None, settings: Any) -> Iterator[None]:
    """A request neither begins nor ends with a new connection: the test's transaction is on this one."""
    settings.ALLOWED_HOSTS = ["*"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def log_in(bureau: Organization, make_person: Callable[..., User], world: World, now: datetime) -> dict[str, str]:
    """The headers of a person who may do everything in our bureau."""
    person = make_person(bureau, *Role)
    _token, key = services.issue_api_token(user=person, at=now)
    return {"Authorization": f"Token {key}"}


def things_of(world: World) -> dict[str, Any]:
    """Things of ours for the fields of a body."""
    return {
        "type": TYPE,
        "organization": world.incident.organization.code,
        "lon": world.incident.point.x,
        "lat": world.incident.point.y,
        "units": [world.free.pk],
        "unit": world.sent.pk,
        "crew": [person.pk for person in world.crew],
        "username": "dispatcher",
        "password": "a test password",
        "shape": mapping(box(116.35, 39.85, 116.45, 39.95)),
        "line": mapping(LineString([(116.4, 39.7), (116.4, 40.1)])),
    }


def put_things_of_ours(case: Any, world: World, names: set[str]) -> None:
    """Replace parts of the path and fields of the body by things that are there."""
    for name in names & set(case.path_parameters or {}):
        case.path_parameters[name] = str(world.path_values[name])
    if isinstance(case.body, dict):
        case.body |= {name: thing for name, thing in things_of(world).items() if name in names & set(case.body)}


def call_and_undo(case: Any, **how: Any) -> Any:
    """One request, checked; the database is left as it was, after the constraints that are checked at the end."""
    with transaction.atomic():
        answer = case.call_and_validate(checks=CHECKS, **how)
        connection.check_constraints()
        transaction.set_rollback(True)
    return answer


NAMES = sorted(
    {"incident_id", "assignment_id", "order_id", "unit_id", "alarm_id", "username", "attachment_id"}
    | {"zone_id", "beat_id", "point_id", "route_id", "caution_id"}
    | {"type", "organization", "lon", "lat", "units", "unit", "crew", "password", "shape", "line"}
)


@fuzzed.given(names=st.one_of(st.just(set(NAMES)), st.sets(st.sampled_from(NAMES))))
@settings(ours, max_examples=EXAMPLES)
@fuzzed.parametrize()
def test_whatever_is_sent_the_api_answers_as_its_document_says(
    case: Any, names: set[str], world: World, log_in: dict[str, str]
) -> None:
    put_things_of_ours(case, world, names)
    assert call_and_undo(case, headers=log_in).status_code < 500


@settings(ours)
@edges.parametrize()
def test_at_the_edge_of_every_field_the_api_answers_as_its_document_says(
    case: Any, world: World, log_in: dict[str, str]
) -> None:
    put_things_of_ours(case, world, set(case.path_parameters or {}) & set(world.path_values))
    assert call_and_undo(case, headers=log_in).status_code < 500


@settings(ours, max_examples=max(EXAMPLES // 10, 5))
@locked.parametrize()
def test_without_a_log_in_every_operation_answers_401(case: Any, world: World) -> None:
    put_things_of_ours(case, world, set(NAMES))
    case.headers = {name: value for name, value in (case.headers or {}).items() if name != "Authorization"}
    answer = call_and_undo(case)
    assert answer.status_code == 401 or case.path in WITHOUT_LOG_IN


def test_the_document_is_valid_and_complete(tmp_path: Path) -> None:
    said, document = StringIO(), tmp_path / "document.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(document), stderr=said, stdout=said)
    assert document.read_text().startswith("openapi: 3")


def test_the_document_is_served_to_whoever_logged_in(dispatcher: User) -> None:
    client = APIClient()
    assert client.get("/api/schema").status_code == 401
    client.force_authenticate(dispatcher)
    answer = client.get("/api/schema", headers={"Accept": "application/vnd.oai.openapi+json"})
    assert answer.status_code == 200
    assert set(answer.json()["paths"]) == set(fuzzed.raw_schema["paths"])
