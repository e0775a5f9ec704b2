"""A copy for training says so wherever it speaks; one in earnest never does."""

import json

import msgspec
import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import Client, RequestFactory

from dispatch.ingest.replies import stored
from patrol.config.training import HEADER, TrainingHeader
from patrol.messages import JournalMessage, Pong
from patrol.realtime import as_text

BANNER = "Nothing on this page is real"
FACT = JournalMessage(topic="org.1", position=2, previous=1, entry={"kind": "incident.opened"})


@pytest.fixture(params=[True, False])
def training(request, settings):
    settings.TRAINING = request.param
    return request.param


@pytest.mark.parametrize("path", ["/log-in/", "/console/", "/officer/", "/admin/", "/nowhere/"])
def test_every_page_has_the_banner_in_training_and_none_in_earnest(db, training, dispatcher, path):
    dispatcher.is_staff = dispatcher.is_superuser = True
    dispatcher.save()
    client = Client()
    if path != "/log-in/":
        client.force_login(dispatcher)
    page = client.get(path, follow=True).content.decode()
    assert (BANNER in page) is training


def test_every_answer_has_the_header_in_training(settings):
    settings.TRAINING = True
    middleware = TrainingHeader(lambda request: HttpResponse("{}"))
    assert middleware(RequestFactory().get("/api/units")).headers[HEADER] == "1"
    settings.TRAINING = False
    with pytest.raises(MiddlewareNotUsed):
        TrainingHeader(lambda request: HttpResponse("{}"))


def test_every_message_over_a_socket_is_marked_in_training(training):
    pong, facts = json.loads(as_text(Pong(topics={}))), json.loads(as_text([FACT, FACT]))
    assert all(message.get("training", False) is training for message in [pong, *facts])
    assert facts[0]["entry"] == FACT.entry


def test_a_message_in_earnest_is_what_it_was(settings):
    settings.TRAINING = False
    assert as_text(FACT) == msgspec.json.encode(FACT).decode()


def test_the_door_of_positions_says_so_too(training):
    assert ((b"x-patrol-training", b"1") in stored(1, {}).headers) is training
