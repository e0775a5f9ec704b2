"""What a person reads when a page cannot be shown."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from patrol.config.refusals import broken
from patrol.models import User


def test_a_bug_of_ours_is_told_as_a_page_in_the_readers_language() -> None:
    with translation.override("zh-hans"):
        answer = broken(RequestFactory().get("/desk"))
    assert answer.status_code == 500
    page = answer.content.decode()
    assert 'lang="zh-hans"' in page
    assert "系统出错了" in page


def test_a_bug_of_ours_is_told_to_programs_as_json() -> None:
    answer = broken(RequestFactory().get("/api/units"))
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/json")


@pytest.mark.django_db
def test_a_form_of_an_earlier_log_in_says_what_to_do(dispatcher: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(dispatcher)
    answer = client.post("/i18n/setlang/", {"language": "en"}, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()
