"""The desk's pages of the ground: who opens them, what they carry; files are checked first, then taken in whole."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from patrol.models import Organization, Unit, User
from patrol.vocabulary import Role
from zones.models import Zone

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}
PAGE, IMPORT = "zones:ground_page", "zones:ground_import"
SQUARE = [[117.0, 36.6], [117.1, 36.6], [117.1, 36.7], [117.0, 36.7], [117.0, 36.6]]
BOW_TIE = [[117.0, 36.6], [117.1, 36.7], [117.1, 36.6], [117.0, 36.7], [117.0, 36.6]]


@pytest.fixture
def planner(bureau: Organization, make_person: Callable[..., User]) -> User:
    return make_person(bureau, Role.PLANNER, username="planner")


def browser_of(person: User) -> Client:
    client = Client(headers=ENGLISH)
    client.force_login(person)
    return client


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def file_with(*rings: list[list[float]]) -> SimpleUploadedFile:
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"Z{number}", "name": f"Zone {number}"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for number, ring in enumerate(rings, start=1)
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return SimpleUploadedFile("zones.geojson", content)


def send(person: User, file: SimpleUploadedFile, organization: Organization, act: str, **more: Any) -> HttpResponse:
    sent = {
        "file": file,
        "kind": "zones",
        "datum": "wgs84",
        "organization": organization.pk,
        "code_field": "code",
        "name_field": "name",
        "act": act,
    }
    return browser_of(person).post(reverse(IMPORT), sent | more)


@pytest.mark.parametrize("name", [PAGE, IMPORT])
def test_officers_and_operators_are_refused_and_strangers_log_in_first(
    name: str, officer: User, dispatcher: User
) -> None:
    assert Client().get(reverse(name)).url.startswith(reverse("patrol:log_in"))
    assert [browser_of(person).get(reverse(name)).status_code for person in (officer, dispatcher)] == [403, 403]


def test_a_supervisor_reads_the_ground_and_has_no_tools_to_change_it(
    bureau: Organization, make_person: Callable[..., User]
) -> None:
    supervisor = make_person(bureau, Role.SUPERVISOR)
    page = browser_of(supervisor).get(reverse(PAGE))
    assert page.context["page"]["may_plan"] is False
    assert 'id="save"' not in text_of(page)
    assert f'value="{bureau.code}"' in text_of(page)
    assert browser_of(supervisor).get(reverse(IMPORT)).status_code == 403


def test_a_planner_is_offered_the_own_organizations_and_units_alone(
    planner: User, station: Organization, elsewhere: Organization, make_unit: Callable[..., Unit]
) -> None:
    unit = make_unit("OURS")
    foreign = Unit.objects.create(call_sign="THEIRS", organization=elsewhere, template=unit.template)
    page = text_of(browser_of(planner).get(reverse(PAGE)))
    assert f'value="{station.code}"' in page
    assert unit.call_sign in page
    assert elsewhere.code not in page
    assert foreign.call_sign not in page


def test_the_page_takes_few_queries_however_large_the_force(
    planner: User, make_unit: Callable[..., Unit], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _number in range(5):
        make_unit(on_duty=False)
    browser = browser_of(planner)
    with django_assert_max_num_queries(9):
        browser.get(reverse(PAGE))


def test_the_page_has_no_inline_script_and_no_inline_style(planner: User) -> None:
    page = text_of(browser_of(planner).get(reverse(PAGE)))
    assert " style=" not in page
    assert "onclick=" not in page


def test_a_file_is_checked_without_keeping_anything_and_then_imported(planner: User, bureau: Organization) -> None:
    assert "No faults" in text_of(send(planner, file_with(SQUARE), bureau, "check"))
    assert not Zone.objects.exists()
    assert "Imported." in text_of(send(planner, file_with(SQUARE), bureau, "import"))
    assert Zone.objects.get().organization == bureau


def test_a_broken_outline_is_named_by_feature_and_mended_when_asked(planner: User, bureau: Organization) -> None:
    refused = text_of(send(planner, file_with(SQUARE, BOW_TIE), bureau, "import"))
    assert "1 fault" in refused
    assert '<td class="tabular">2</td>' in refused
    assert not Zone.objects.exists()
    mended = text_of(send(planner, file_with(SQUARE, BOW_TIE), bureau, "import", mend="on"))
    assert "Mended: Z2" in mended
    assert Zone.objects.count() == 2


def test_without_a_datum_nothing_is_read(planner: User, bureau: Organization) -> None:
    answer = text_of(send(planner, file_with(SQUARE), bureau, "import", datum=""))
    assert "required" in answer
    assert not Zone.objects.exists()


def test_a_file_whose_name_tells_no_format_is_read_when_the_format_is_named(
    planner: User, bureau: Organization
) -> None:
    def named(**more: str) -> str:
        file = file_with(SQUARE)
        file.name = "zones.txt"
        return text_of(send(planner, file, bureau, "import", **more))

    assert "does not tell its format" in named()
    assert "Imported." in named(file_format="geojson")


def test_nobody_imports_for_another_bureau(planner: User, elsewhere: Organization, outsider: User) -> None:
    assert "valid choice" in text_of(send(planner, file_with(SQUARE), elsewhere, "import"))
    send(outsider, file_with(SQUARE), planner.organization, "import")
    assert not Zone.objects.exists()


def test_what_a_file_says_is_shown_as_text(planner: User, bureau: Organization) -> None:
    answer = text_of(send(planner, file_with(SQUARE), bureau, "check", code_field="<script>alert(1)</script>"))
    assert "<script>alert" not in answer


def test_a_page_that_is_open_gets_the_result_alone(planner: User, bureau: Organization) -> None:
    client = browser_of(planner)
    sent = {"file": file_with(SQUARE), "kind": "zones", "datum": "gcj02", "organization": bureau.pk}
    fields = {"code_field": "code", "name_field": "name", "act": "check"}
    part = text_of(client.post(reverse(IMPORT), sent | fields, headers={"HX-Request": "true"} | ENGLISH))
    assert "No faults" in part
    assert "<html" not in part
