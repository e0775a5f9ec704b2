"""Organizations, people, roles, templates and units: who may be there, and what is written down."""

from collections.abc import Callable
from datetime import datetime

import pytest

from patrol import services
from patrol.errors import BadInput, NotAllowed, NotFound
from patrol.models import ApiToken, CrewMember, JournalEntry, Organization, RoleGrant, Unit, UnitTemplate, User
from patrol.permissions import can_dispatch
from patrol.vocabulary import OrganizationKind, Role, TravelMode

pytestmark = pytest.mark.django_db

PASSWORD = "Lamp-post-under-rain-4"


@pytest.fixture
def administrator(now: datetime) -> User:
    return services.create_first_administrator(username="first", password=PASSWORD, at=now)


def kinds() -> list[str]:
    return list(JournalEntry.objects.order_by("id").values_list("kind", flat=True))


def plant(code: str, kind: OrganizationKind, by: User, at: datetime, parent: Organization | None = None):
    return services.create_organization(
        code=code, name=f"Name of {code}", kind=kind, parent_id=parent.pk if parent else None, by=by, at=at
    )


def test_an_organization_knows_its_place_in_the_tree(administrator: User, now: datetime) -> None:
    bureau = plant("B", OrganizationKind.BUREAU, administrator, now)
    station = plant("S", OrganizationKind.STATION, administrator, now, bureau)

    assert bureau.path == f"/{bureau.pk}/"
    assert station.path == f"/{bureau.pk}/{station.pk}/"
    entry = JournalEntry.objects.get(kind="organization.created", subject_id=str(station.pk))
    assert entry.audience_path == station.path
    assert entry.data["code"] == "S"


def test_a_code_names_one_organization(administrator: User, bureau: Organization, now: datetime) -> None:
    with pytest.raises(NotAllowed, match="BUREAU"):
        plant("BUREAU", OrganizationKind.BUREAU, administrator, now)


def test_a_bureau_cannot_stand_below_a_station(administrator: User, station: Organization, now: datetime) -> None:
    with pytest.raises(NotAllowed, match="cannot stand below"):
        plant("B2", OrganizationKind.BUREAU, administrator, now, station)


def test_a_moved_station_takes_its_squads_and_the_rights_over_them(
    administrator: User, bureau: Organization, elsewhere: Organization, dispatcher: User, now: datetime
) -> None:
    station = plant("S", OrganizationKind.STATION, administrator, now, elsewhere)
    squad = plant("Q", OrganizationKind.SQUAD, administrator, now, station)
    assert not can_dispatch(dispatcher, squad)

    services.change_organization(
        organization_id=station.pk,
        name=station.name,
        kind=OrganizationKind.STATION,
        parent_id=bureau.pk,
        by=administrator,
        at=now,
    )

    squad.refresh_from_db()
    assert squad.path == f"{bureau.path}{station.pk}/{squad.pk}/"
    assert can_dispatch(dispatcher, squad)


def test_an_organization_cannot_be_moved_below_itself(administrator: User, now: datetime) -> None:
    top = plant("T", OrganizationKind.BUREAU, administrator, now)
    below = plant("D", OrganizationKind.DISTRICT, administrator, now, top)
    with pytest.raises(NotAllowed):
        services.change_organization(
            organization_id=top.pk,
            name="T",
            kind=OrganizationKind.SQUAD,
            parent_id=below.pk,
            by=administrator,
            at=now,
        )


def test_saying_the_same_again_writes_nothing(administrator: User, bureau: Organization, now: datetime) -> None:
    before = len(kinds())
    services.change_organization(
        organization_id=bureau.pk,
        name=bureau.name,
        kind=OrganizationKind.BUREAU,
        parent_id=None,
        by=administrator,
        at=now,
    )
    assert len(kinds()) == before


def create(by: User, at: datetime, organization: Organization, **changes: object) -> User:
    facts = {"username": "wren", "display_name": "A Wren", "password": PASSWORD, "sworn": True} | changes
    return services.create_person(organization_id=organization.pk, by=by, at=at, **facts)


def test_a_person_is_added_and_the_journal_holds_no_name(
    administrator: User, bureau: Organization, now: datetime
) -> None:
    person = create(administrator, now, bureau)

    assert person.check_password(PASSWORD)
    entry = JournalEntry.objects.get(kind="person.created", subject_id=str(person.pk))
    assert entry.data == {"user": person.pk, "organization": bureau.pk, "sworn": True}


@pytest.mark.parametrize("password", ["short", "12345678901234", "password123", "wren"])
def test_a_weak_password_is_refused_in_words(
    administrator: User, bureau: Organization, now: datetime, password: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        create(administrator, now, bureau, password=password)
    assert str(refusal.value.message)
    assert not User.objects.filter(username="wren").exists()


def test_without_a_password_nobody_logs_in_as_the_person(
    administrator: User, bureau: Organization, now: datetime
) -> None:
    assert not create(administrator, now, bureau, password=None).has_usable_password()


def test_a_user_name_is_given_once(administrator: User, bureau: Organization, now: datetime) -> None:
    create(administrator, now, bureau)
    with pytest.raises(NotAllowed, match="wren"):
        create(administrator, now, bureau)


def test_a_user_name_of_odd_characters_is_refused(administrator: User, bureau: Organization, now: datetime) -> None:
    with pytest.raises(BadInput):
        create(administrator, now, bureau, username="two words")


def test_a_new_password_ends_the_tokens_given_on_the_old_one(administrator: User, officer: User, now: datetime) -> None:
    services.issue_api_token(user=officer, at=now)
    services.set_password(user_id=officer.pk, password=PASSWORD, by=administrator, at=now)

    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    assert not ApiToken.objects.filter(user=officer).exists()
    assert PASSWORD not in str(JournalEntry.objects.get(kind="person.password_set").data)


def test_a_role_is_granted_once_and_can_be_taken_back(
    administrator: User, officer: User, bureau: Organization, now: datetime
) -> None:
    role = {"user_id": officer.pk, "role": Role.OPERATOR, "organization_id": bureau.pk, "by": administrator, "at": now}
    services.grant_role(**role)
    services.grant_role(**role)
    services.revoke_role(**role)

    assert not RoleGrant.objects.filter(user=officer, role="operator").exists()
    told = [kind for kind in kinds() if kind.startswith("role.")]
    assert told == ["role.granted", "role.revoked"]
    with pytest.raises(NotFound):
        services.revoke_role(**role)


def test_swearing_in_the_driver_in_mid_shift_makes_the_unit_dispatchable(
    administrator: User,
    station: Organization,
    make_unit: Callable[..., Unit],
    make_person: Callable[..., User],
    now: datetime,
) -> None:
    auxiliary = make_person(station, sworn=False)
    unit = make_unit("U1", crew=[auxiliary])
    assert not Unit.objects.dispatchable().filter(pk=unit.pk).exists()

    change(auxiliary, administrator, now, sworn=True)

    assert Unit.objects.dispatchable().filter(pk=unit.pk).exists()
    assert kinds()[-1] == "unit.crew_changed"


def change(person: User, by: User, at: datetime, **changes: object) -> User:
    facts = {
        "display_name": person.display_name,
        "organization_id": person.organization_id,
        "sworn": person.sworn,
        "active": person.is_active,
    } | changes
    return services.change_person(user_id=person.pk, by=by, at=at, **facts)


def test_somebody_on_a_unit_cannot_leave_the_force_in_mid_shift(
    administrator: User, officer: User, make_unit: Callable[..., Unit], now: datetime
) -> None:
    make_unit("U1", crew=[officer])
    with pytest.raises(NotAllowed, match="U1"):
        change(officer, administrator, now, active=False)


def test_who_leaves_loses_tokens_and_rights(
    administrator: User, dispatcher: User, bureau: Organization, now: datetime
) -> None:
    services.issue_api_token(user=dispatcher, at=now)
    change(dispatcher, administrator, now, active=False)

    assert not ApiToken.objects.filter(user=dispatcher).exists()
    assert not can_dispatch(User.objects.get(pk=dispatcher.pk), bureau)
    assert not CrewMember.objects.filter(user=dispatcher).exists()


def test_every_city_starts_with_the_ordinary_and_the_armed_unit() -> None:
    assert set(UnitTemplate.objects.values_list("code", "min_sworn", "min_auxiliary", "armed")) == {
        ("ordinary", 1, 2, False),
        ("armed", 2, 2, True),
    }


def test_a_template_without_a_sworn_officer_is_refused(administrator: User, now: datetime) -> None:
    facts = {"name": "Wardens", "min_auxiliary": 3, "armed": False, "mode": TravelMode.FOOT}
    with pytest.raises(BadInput):
        services.create_template(code="wardens", min_sworn=0, by=administrator, at=now, **facts)
    template = services.create_template(code="wardens", min_sworn=1, by=administrator, at=now, **facts)
    assert template.mode == "foot"


def test_a_unit_moves_as_its_template_says(
    administrator: User, station: Organization, ordinary: UnitTemplate, now: datetime
) -> None:
    unit = services.create_unit(
        call_sign="U1", organization_id=station.pk, template_id=ordinary.pk, by=administrator, at=now
    )
    assert (unit.mode, unit.status) == ("car", "off_duty")
    with pytest.raises(NotAllowed, match="U1"):
        services.create_unit(
            call_sign="U1", organization_id=station.pk, template_id=ordinary.pk, by=administrator, at=now
        )


def test_a_unit_can_be_given_to_another_station(
    administrator: User, bureau: Organization, make_unit: Callable[..., Unit], now: datetime
) -> None:
    unit = make_unit("U1", on_duty=False)
    services.change_unit(
        unit_id=unit.pk, organization_id=bureau.pk, template_id=unit.template_id, by=administrator, at=now
    )
    unit.refresh_from_db()
    assert unit.organization == bureau
    assert kinds()[-1] == "unit.changed"
