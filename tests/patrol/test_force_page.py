"""The desk page that imports the force: check first, then import; for planners and administrators alone."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from patrol import services
from patrol.models import Organization, User

pytestmark = pytest.mark.django_db

CITY = "code,name,kind\nCITY,City bureau,bureau\n"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def desk(now: datetime) -> Client:
    """The browser of the first administrator."""
    client = Client(headers=ENGLISH)
    client.force_login(services.create_first_administrator(username="first", password="Lamp-post-under-rain-4", at=now))
    return client


def send(client: Client, text: str, act: str, **more: Any) -> HttpResponse:
    file = SimpleUploadedFile("organizations.csv", text.encode())
    return client.post(reverse("patrol:force_import"), {"file": file, "act": act}, **more)


def test_checking_keeps_nothing_and_importing_keeps_all(desk: Client) -> None:
    assert "No faults" in send(desk, CITY, "check").content.decode()
    assert not Organization.objects.exists()

    assert "Imported." in send(desk, CITY, "import").content.decode()
    assert Organization.objects.get().code == "CITY"


def test_faults_are_shown_with_sheet_row_and_column(desk: Client) -> None:
    page = send(desk, CITY + "S1,Station,castle\n", "import").content.decode()
    for words in ("1 fault", "organizations", '<td class="tabular">3</td>', "kind", "“castle” is not one of"):
        assert words in page
    assert not Organization.objects.exists()


def test_what_a_file_says_is_shown_as_text(desk: Client) -> None:
    page = send(desk, CITY + "S1,Station,<script>alert(1)</script>\n", "check").content.decode()
    assert "<script>alert" not in page


def test_a_page_that_is_open_gets_the_result_alone(desk: Client) -> None:
    part = send(desk, CITY, "check", headers={"HX-Request": "true"} | ENGLISH).content.decode()
    assert "No faults" in part
    assert "<html" not in part


def test_without_a_file_the_page_says_so(desk: Client) -> None:
    answer = desk.post(reverse("patrol:force_import"), {"act": "check"})
    assert answer.status_code == 200
    assert "required" in answer.content.decode()


def test_the_workbook_to_fill_in_can_be_downloaded(desk: Client) -> None:
    answer = desk.get(reverse("patrol:force_blank"))
    assert answer.content.startswith(b"PK")
    assert "force.xlsx" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["patrol:force_import", "patrol:force_blank"])
def test_others_are_refused_and_strangers_log_in_first(name: str, officer: User, dispatcher: User) -> None:
    assert Client().get(reverse(name)).url.startswith(reverse("patrol:log_in"))
    for person in (officer, dispatcher):
        client = Client()
        client.force_login(person)
        assert client.get(reverse(name)).status_code == 403
        assert send(client, CITY, "import").status_code == 403
    assert not Organization.objects.filter(code="CITY").exists()
