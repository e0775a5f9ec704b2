"""Pages of the platform: log in, the way to one's own page, profile, locked out, phones, the import of the force."""

import io
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

import segno
from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView, PasswordChangeView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from patrol import services
from patrol.enrolment import Trust, address_for_phones, fingerprint, only_here, trust
from patrol.force_file import TABLES, blank_workbook
from patrol.forms import ForceFileForm, LogInForm, OwnPasswordForm
from patrol.models import Unit, User
from patrol.permissions import can_import_force
from patrol.realtime import tell_rights_changed
from patrol.selectors import force_is_empty, template_rows, titles_of
from patrol.templatetags.pages import menu_entries


class LogInPage(LoginView):
    """Name and password. After five failures the person is locked until the duty chief frees them."""

    template_name = "patrol/log_in.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True


def to_log_in(request: HttpRequest) -> HttpResponse:
    """Leads from the log-in of the administrators' tables to ours.

    Raises:
        PermissionDenied: somebody who is logged in already and may not see the tables.
    """
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", reverse("admin:index")))


class ProfilePage(PasswordChangeView):
    """`/profile/`: who one is to the system, and a new password, which logs one's other browsers and programs out."""

    template_name = "patrol/profile.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("patrol:profile")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(titles=titles_of(cast("User", self.request.user)), **kwargs)

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        person = cast("User", self.request.user)
        password = form.cleaned_data["new_password1"]
        changed = services.set_password(user_id=person.pk, password=password, by=person, at=timezone.now())
        update_session_auth_hash(self.request, changed)
        messages.success(self.request, _("Your password is changed. Your other browsers are logged out."))
        return redirect(self.get_success_url())


class DesignPage(LoginRequiredMixin, TemplateView):
    """`/design/`: every component of the pages with all its states, for whoever draws a new page."""

    template_name = "patrol/design.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = OwnPasswordForm(self.request.user, data={})  # a form with nothing filled in shows its faults
        shown = {"states": Unit.STATUSES, "priorities": range(1, 6), "tones": ("", "blue", "amber", "red")}
        return super().get_context_data(form=asked, at=timezone.now(), **shown, **kwargs)


class HomePage(LoginRequiredMixin, TemplateView):
    """Leads to the one page that a person has, or to the import while there is no force; else shows the doors."""

    template_name = "patrol/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  (the signature is Django's)
        if can_import_force(request.user) and force_is_empty():
            return redirect("patrol:force_import")
        entries = menu_entries(request)
        if len(entries) == 1:
            return redirect(entries[0]["path"])
        return self.render_to_response(self.get_context_data(doors=entries))


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG001  (called by axes)
    """The answer to a person whose account is locked: says who can free it."""
    message = _("This account is locked after five failed log-ins. The duty chief can free it.")
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "locked_out", "message": message}, status=403)
    return render(request, "patrol/locked_out.html", {"message": message}, status=403)


class EnrolPage(TemplateView):
    """`/enrol/`: how a phone comes to trust this copy. Holds nothing secret, and a phone has no log-in yet."""

    template_name = "patrol/enrol.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = trust()
        scanned = reverse("patrol:enrol" if kind is Trust.OWN_AUTHORITY else "patrol:home")
        address = address_for_phones(self.request, scanned)
        return super().get_context_data(
            **kwargs,
            trust=kind.value,
            scanned=scanned,
            address=address,
            certificate="/ca.crt",  # handed out by nginx
            only_here=only_here(urlsplit(address).hostname or ""),
            fingerprint=fingerprint() if kind is Trust.OWN_AUTHORITY else "",
        )


class CodeView(View):
    """`GET /code.svg?to=/path`: a page of this site as a QR code. Open to all: who asks knows the page already."""

    longest = 200

    def get(self, request: HttpRequest) -> HttpResponse:
        path = request.GET.get("to", "")
        here = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
        if not here or len(path) > self.longest:
            return HttpResponseBadRequest()
        picture = io.BytesIO()
        segno.make_qr(address_for_phones(request, path), error="m").save(
            picture, kind="svg", scale=4, border=4, light="#fff", svgclass=None, lineclass=None
        )
        return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


class ForceDoor(LoginRequiredMixin, View):
    """For planners and administrators; others are refused, strangers log in first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not can_import_force(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ForceImportPage(ForceDoor):
    """A file is checked first: every fault with its row. Then the same file is imported, all of it or nothing."""

    menu_section = gettext_lazy("Force")
    menu_label = gettext_lazy("Import")
    menu_icon = "file-import"
    may = staticmethod(can_import_force)
    most_passwords = 50

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, ForceFileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ForceFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(request, form)
        file = form.cleaned_data["file"]
        done = services.import_force(
            content=file.read(),
            file_name=file.name,
            dry_run=request.POST.get("act") != "import",
            sign_on=form.cleaned_data["sign_on"],
            by=cast(User, request.user),
            at=timezone.now(),
            most_passwords=self.most_passwords,
        )
        for user_id in done.rights_changed:
            transaction.on_commit(partial(tell_rights_changed, user_id), robust=True)
        return self.page(request, form, done)

    def page(self, request: HttpRequest, form: ForceFileForm, done: services.ForceImport | None = None) -> HttpResponse:
        """The whole page, or the result alone for the page that is open already."""
        faults = [(fault, services.fault_in_words(fault)) for fault in done.faults] if done else []
        tallies = [(services.table_in_words(name), tally) for name, tally in done.tallies.items()] if done else []
        shown = {
            "form": form,
            "done": done,
            "checked": done is not None and not done.kept,
            "faults": faults,
            "tallies": tallies,
            "most_passwords": self.most_passwords,
        }
        if done and request.headers.get("HX-Request"):
            return render(request, "patrol/_force_result.html", shown)
        return render(
            request, "patrol/force_import.html", shown | {"tables": TABLES.values(), "empty": force_is_empty()}
        )


class ForceBlankView(ForceDoor, View):
    """`GET /desk/force/blank.xlsx`: the workbook to fill in, in the reader's language."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002  (the signature is Django's)
        content = blank_workbook(in_chinese=(get_language() or "").startswith("zh"), templates=template_rows())
        answer = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        answer["Content-Disposition"] = 'attachment; filename="force.xlsx"'
        return answer
