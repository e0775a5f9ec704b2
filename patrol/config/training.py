"""A copy for training says so in every answer, whoever asks."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

HEADER = "X-Patrol-Training"


class TrainingHeader:
    """Puts `X-Patrol-Training: 1` on each answer of a copy for training; absent from others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.TRAINING:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers[HEADER] = "1"
        return response
