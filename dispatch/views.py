"""The operators' console and the officer's page. Their data comes over the socket; here is the frame around it."""

from typing import Any
from urllib.parse import urlencode, urlsplit

import segno
from django.conf import settings
from django.contrib.auth.mixins import UserPassesTestMixin
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from dispatch.filters import CallsFilter
from dispatch.models import Incident, IncidentType
from dispatch.permissions import can_list_calls
from dispatch.selectors import (
    Face,
    calls_of_desk,
    can_open,
    outcome_choices,
    printed_call,
    release,
    snapshot,
    topics_of_face,
)
from dispatch.tables import CallsTable
from patrol.enrolment import address_for_phones, only_here
from patrol.messages import as_dict
from patrol.models import Unit, User
from patrol.permissions import can_list_units, can_take_calls, can_watch
from patrol.selectors import sign_on_choices, status_names, units_of_desk
from patrol.table_page import TablePage
from zones.basemap import map_source


def types_of_calls() -> list[dict[str, Any]]:
    """The types that a call may have, the most urgent first, in the reader's language."""
    kinds = IncidentType.objects.order_by("priority", "code")
    return [{"code": kind.code, "name": gettext(kind.name), "priority": kind.priority} for kind in kinds]


class FacePage(UserPassesTestMixin, TemplateView):
    """A page that one kind of person opens. Others are sent to log in, or told that they may not."""

    face: Face
    default_theme = "auto"

    @classmethod
    def may(cls, user: User | AnonymousUser) -> bool:
        return isinstance(user, User) and can_open(user, cls.face)

    def test_func(self) -> bool:
        return self.may(self.request.user)

    def page(self, user: User) -> dict[str, Any]:
        """What the scripts of the page must know before the first message."""
        return {
            "user": user.pk,
            "release": release(),
            "socket": f"/ws/live?face={self.face.value}&language={get_language()}",
            "snapshot": reverse(f"dispatch:{self.face.value}_picture"),
            "time_zone": settings.TIME_ZONE,
            "stale_after_s": settings.STALE_AFTER_S,
            "lost_after_s": settings.LOST_AFTER_S,
            "readiness_target": settings.READINESS_TARGET,
            "outcomes": outcome_choices(),
            "status_names": status_names(user),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        page = self.page(user) if isinstance(user, User) else {}
        return super().get_context_data(**kwargs, page=page, default_theme=self.default_theme)


class ConsolePage(FacePage):
    """`/console/`: calls, map and force in one window."""

    face = Face.CONSOLE
    template_name = "dispatch/console.html"
    default_theme = "night"
    menu_label = _("Console")
    menu_icon = "layout-list"

    def page(self, user: User) -> dict[str, Any]:
        more = {"types": types_of_calls(), "may_dispatch": can_take_calls(user), "map": map_source()}
        return super().page(user) | more


class OfficerPage(FacePage):
    """`/officer/`: the current order on a phone."""

    face = Face.OFFICER
    template_name = "dispatch/officer.html"
    menu_label = _("My patrol")
    menu_icon = "device-mobile"

    def page(self, user: User) -> dict[str, Any]:
        more = {"types": types_of_calls(), "worker": reverse("dispatch:officer_worker")}
        return super().page(user) | sign_on_choices(user) | more


class UnitCodes(UserPassesTestMixin, TemplateView):
    """`/desk/units/codes/`: for each unit a code that opens the start of its shift on a phone; to be printed."""

    template_name = "dispatch/unit_codes.html"
    menu_section = _("Force")
    menu_label = _("Unit codes")
    menu_icon = "qrcode"
    may = staticmethod(can_list_units)
    a_page = 48

    def test_func(self) -> bool:
        return self.may(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reader = get_object_or_404(User, pk=self.request.user.pk)
        units = units_of_desk(reader).order_by("organization__path", "call_sign")
        page = Paginator(units, self.a_page).get_page(self.request.GET.get("page"))
        address = address_for_phones(self.request, "/")
        return super().get_context_data(
            **kwargs,
            codes=[(unit, self.code_of(unit)) for unit in page],
            current=page,
            pages=page.paginator.get_elided_page_range(page.number),
            only_here=only_here(urlsplit(address).hostname or ""),
        )

    def code_of(self, unit: Unit) -> str:
        """The picture, as a data address."""
        path = f"{reverse('dispatch:officer')}?{urlencode({'unit': unit.call_sign})}"
        picture = segno.make_qr(address_for_phones(self.request, path), error="m")
        return str(picture.svg_data_uri(scale=4, light="#fff"))


class OfficerWorker(View):
    """`/officer/worker.js`: keeps the officer's page on the phone. A worker rules the addresses below its own."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        entry = static("js/pages/officer_worker.js")
        return HttpResponse(f'import "{entry}";\n', content_type="text/javascript")


class OfficerManifest(View):
    """`/officer/manifest.webmanifest`: the officer's page as an app of the phone (W3C Web Application Manifest)."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        page = reverse("dispatch:officer")
        manifest = {
            "id": page,
            "name": gettext("Patrol command"),
            "short_name": gettext("Patrol"),
            "lang": get_language(),
            "start_url": page,
            "scope": page,
            "display": "standalone",
            "orientation": "portrait",
            "icons": [{"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        }
        return JsonResponse(manifest, content_type="application/manifest+json")


class SnapshotView(UserPassesTestMixin, View):
    """What the socket sends first, for a page whose socket is down: `/console/picture`, `/officer/picture`."""

    face = Face.CONSOLE
    raise_exception = True

    def test_func(self) -> bool:
        user = self.request.user
        return isinstance(user, User) and can_open(user, self.face)

    def get(self, request: HttpRequest) -> HttpResponse:
        user = get_object_or_404(User, pk=request.user.pk)
        topics = topics_of_face(user, self.face)
        return JsonResponse(as_dict(snapshot(user, self.face, topics, at=timezone.now())))


class CallPrint(UserPassesTestMixin, TemplateView):
    """`/console/calls/<uuid>/print`: a call and its timeline, for A4."""

    template_name = "dispatch/call_print.html"

    @cached_property
    def incident(self) -> Incident:
        return get_object_or_404(Incident.objects.select_related("organization"), pk=self.kwargs["incident_id"])

    def test_func(self) -> bool:
        return self.request.user.is_authenticated and can_watch(self.request.user, self.incident.organization)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        printed_by = getattr(self.request.user, "display_name", "")
        call = printed_call(self.incident, at=at)
        return super().get_context_data(**kwargs, **call, printed_at=at, printed_by=printed_by)


class CallsPage(TablePage):
    """`/desk/calls/`: the calls of the organizations that a person leads or plans for."""

    name = "calls"
    title = menu_label = _("Calls")
    menu_icon = "bell"
    empty = _("There are no calls yet.")
    may = staticmethod(can_list_calls)
    table_class = CallsTable
    filter_class = CallsFilter

    def rows(self) -> QuerySet[Incident]:
        return calls_of_desk(self.reader)
