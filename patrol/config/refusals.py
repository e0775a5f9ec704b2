"""What Django itself answers when no view can: in the API as `{"code", "message"}`, elsewhere as a page."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults

API = "/api/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such address."""
    if request.path.startswith(API):
        return JsonResponse({"code": "not_found", "message": _("There is no such thing.")}, status=404)
    return defaults.page_not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """A bug of ours: it is in the log."""
    if request.path.startswith(API):
        message = _("Something broke here. It was written down; try again, and tell the administrator.")
        return JsonResponse({"code": "broken", "message": message}, status=500)
    return defaults.server_error(request)
