"""The administrators' tables write through services, and leave history alone."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from patrol import services
from patrol.authentication import device_for_key
from patrol.journal import audience_of, record
from patrol.models import Device, JournalEntry, Organization, RoleGrant, StatusLabel, Unit, UnitTemplate, User

pytestmark = pytest.mark.django_db

PASSWORD = "Lamp-post-under-rain-4"


@pytest.fixture
def tables(now: datetime) -> Client:
    """The browser of the first administrator."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(services.create_first_administrator(username="first", password=PASSWORD, at=now))
    return client


def kinds() -> set[str]:
    return set(JournalEntry.objects.values_list("kind", flat=True))


def test_an_organization_made_here_gets_its_path_and_its_entry(tables: Client, bureau: Organization) -> None:
    tables.post(
        reverse("admin:patrol_organization_add"),
        {"code": "S9", "name": "Station nine", "kind": "station", "parent": bureau.pk},
    )
    station = Organization.objects.get(code="S9")
    assert station.path == f"{bureau.path}{station.pk}/"
    assert "organization.created" in kinds()


def test_what_a_service_refuses_is_said_and_not_written(
    tables: Client, bureau: Organization, station: Organization
) -> None:
    answer = tables.post(
        reverse("admin:patrol_organization_change", args=[bureau.pk]),
        {"name": "Below itself", "kind": "bureau", "parent": station.pk},
        follow=True,
    )
    assert "cannot stand below" in answer.content.decode()
    bureau.refresh_from_db()
    assert bureau.parent is None


def test_a_person_is_made_changed_and_given_a_password(tables: Client, bureau: Organization) -> None:
    facts = {"display_name": "A Wren", "organization": bureau.pk, "sworn": "on"}
    tables.post(reverse("admin:patrol_user_add"), facts | {"username": "wren", "new_password": PASSWORD})
    person = User.objects.get(username="wren")
    assert person.check_password(PASSWORD)

    change = reverse("admin:patrol_user_change", args=[person.pk])
    tables.post(change, facts | {"display_name": "B Wren", "is_active": "on", "new_password": "Another-one-is-77"})
    person.refresh_from_db()
    assert person.display_name == "B Wren"
    assert person.check_password("Another-one-is-77")
    assert kinds() >= {"person.created", "person.changed", "person.password_set"}
    assert "new_password" in tables.get(change).content.decode()

    weak = tables.post(change, facts | {"is_active": "on", "new_password": "short"}, follow=True)
    assert "too short" in weak.content.decode()
    person.refresh_from_db()
    assert person.display_name == "B Wren"


def test_roles_are_granted_and_revoked_by_the_services(tables: Client, officer: User, bureau: Organization) -> None:
    tables.post(
        reverse("admin:patrol_rolegrant_add"), {"user": officer.pk, "role": "operator", "organization": bureau.pk}
    )
    grant = RoleGrant.objects.get(user=officer, role="operator")
    tables.post(reverse("admin:patrol_rolegrant_delete", args=[grant.pk]), {"post": "yes"})
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()
    assert kinds() >= {"role.granted", "role.revoked"}


def test_units_and_templates_are_kept_by_the_services(tables: Client, station: Organization) -> None:
    facts = {"name": "By boat", "min_sworn": 1, "min_auxiliary": 1, "mode": "foot"}
    tables.post(reverse("admin:patrol_unittemplate_add"), facts | {"code": "boat"})
    template = UnitTemplate.objects.get(code="boat")
    tables.post(reverse("admin:patrol_unittemplate_change", args=[template.pk]), facts | {"name": "Harbour"})
    tables.post(
        reverse("admin:patrol_unit_add"), {"call_sign": "H1", "organization": station.pk, "template": template.pk}
    )
    assert Unit.objects.get(call_sign="H1").template.name == "Harbour"
    assert kinds() >= {"template.created", "template.changed", "unit.created"}


def test_the_key_of_a_device_is_shown_once_and_the_device_can_be_revoked(
    tables: Client, make_unit: Callable[..., Unit]
) -> None:
    unit = make_unit("U1")
    page = tables.post(
        reverse("admin:patrol_device_add"), {"label": "Tracker", "source": 1, "unit": unit.pk}, follow=True
    ).content.decode()
    key = page.split("shown this once: ")[1].split("<")[0].strip()
    device = device_for_key(key)
    assert device is not None
    assert key not in tables.get(reverse("admin:patrol_device_changelist")).content.decode()

    tables.post(
        reverse("admin:patrol_device_changelist"), {"action": "revoke", "_selected_action": [device.pk]}, follow=True
    )
    assert device_for_key(key) is None
    assert Device.objects.filter(pk=device.pk).exists()


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=lambda model: model._meta.label), ids=str)
def test_every_table_opens_for_the_administrator_and_for_nobody_else(
    tables: Client, model: type, officer: User
) -> None:
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert tables.get(path).status_code == 200
    other = Client()
    other.force_login(officer)
    assert other.get(path).status_code == 302


@pytest.mark.parametrize("name", ["journalentry", "order", "shift", "alarm"])
def test_history_can_be_read_and_nothing_else(tables: Client, name: str, bureau: Organization, now: datetime) -> None:
    record("test.happened", subject=("test", 1), audience=audience_of(bureau), by=None, at=now)
    entry = JournalEntry.objects.latest("id")
    assert tables.get(reverse(f"admin:patrol_{name}_add")).status_code == 403
    if name == "journalentry":
        page = reverse("admin:patrol_journalentry_change", args=[entry.pk])
        assert tables.get(page).status_code == 200
        assert tables.post(page, {"kind": "forged"}).status_code == 403
        assert tables.post(reverse("admin:patrol_journalentry_delete", args=[entry.pk])).status_code == 403


def test_a_state_gets_its_own_name_and_loses_it_by_the_services(tables: Client, bureau: Organization) -> None:
    tables.post("/admin/patrol/statuslabel/add/", {"organization": bureau.pk, "status": "meal", "label": "Mess"})
    named = StatusLabel.objects.get()
    tables.post(f"/admin/patrol/statuslabel/{named.pk}/change/", {"label": "Mess hall"})
    named.refresh_from_db()
    assert (named.status, named.label) == ("meal", "Mess hall")
    tables.post(f"/admin/patrol/statuslabel/{named.pk}/delete/", {"post": "yes"})
    assert not StatusLabel.objects.exists()
    assert JournalEntry.objects.filter(kind="status_name.forgotten").count() == 1
