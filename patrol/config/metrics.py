"""`/metrics`: figures for Prometheus, which shows `METRICS_TOKEN`, and for an administrator who is logged in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_prometheus.exports import ExportToDjangoView

from patrol.permissions import can_read_metrics


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures of this process; 401 to strangers, 403 to people who are no administrators."""
    if not shows_the_token(request) and not can_read_metrics(request.user):
        message = _("Show METRICS_TOKEN as `Authorization: Bearer <token>`, or log in as an administrator.")
        status = 403 if request.user.is_authenticated else 401
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
        return JsonResponse({"code": "not_permitted", "message": message}, status=status, headers=headers)
    figures: HttpResponse = ExportToDjangoView(request)
    return figures


def shows_the_token(request: HttpRequest) -> bool:
    """Whether Prometheus asks. Never, where no token is set."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    expected: str = settings.METRICS_TOKEN
    return bool(expected) and scheme.lower() == "bearer" and constant_time_compare(token.strip(), expected)
