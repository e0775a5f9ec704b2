"""People log in at one place, the administrators too."""

import pytest
from django.test import Client

from patrol.models import User

pytestmark = pytest.mark.django_db


def test_the_tables_send_a_stranger_to_our_log_in_and_back(client: Client) -> None:
    answer = client.get("/admin/patrol/unit/", follow=True)
    assert answer.redirect_chain[-1] == ("/log-in/?next=/admin/patrol/unit/", 302)
    assert answer.templates[0].name == "patrol/log_in.html"


def test_a_name_and_password_sent_to_the_tables_log_nobody_in(client: Client, dispatcher: User) -> None:
    client.post("/admin/login/", {"username": dispatcher.username, "password": "a test password"})
    assert "_auth_user_id" not in client.session


def test_who_is_logged_in_and_not_for_the_tables_is_refused(client: Client, dispatcher: User) -> None:
    client.force_login(dispatcher)
    assert client.get("/admin/", follow=True).status_code == 403


def test_an_administrator_who_kept_the_old_address_comes_to_the_tables(client: Client, dispatcher: User) -> None:
    User.objects.filter(pk=dispatcher.pk).update(is_staff=True)
    client.force_login(dispatcher)
    assert client.get("/admin/login/?next=/admin/", follow=True).redirect_chain == [("/admin/", 302)]
