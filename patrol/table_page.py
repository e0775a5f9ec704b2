"""A page of the desk with one table: filter, sort, page, keep the filter, take it out as a file."""

from typing import Any, ClassVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import View

from patrol import services
from patrol.errors import Refused
from patrol.models import User
from patrol.selectors import saved_views, site_code
from patrol.table_file import CONTENT_TYPES, TableFormat, table_file

PER_PAGE = 50
MOST_EXPORTED = 50_000


class TablePage(LoginRequiredMixin, View):
    """A table that one kind of person opens (`may`). The filter is the address: what is filtered by, `sort`, `page`.

    Saved views and files call the table by its `name`, which therefore lasts.
    """

    name: ClassVar[str]
    title: ClassVar[Any]
    empty: ClassVar[Any]
    table_class: ClassVar[type[Any]]
    filter_class: ClassVar[type[Any]]
    template_name = "_components/table_page.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not self.may(request.user):
            raise PermissionDenied
        answer = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(answer)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

    @staticmethod
    def may(user: User | AnonymousUser) -> bool:
        """Whether the person opens the page."""
        raise NotImplementedError

    @property
    def reader(self) -> User:
        return cast("User", self.request.user)

    def rows(self) -> QuerySet[Any]:
        """Every row that the reader may see."""
        raise NotImplementedError

    def table_words(self) -> dict[str, Any]:
        """What the table must know besides its rows."""
        return {"at": timezone.now(), "reader": self.reader}

    def read(self) -> tuple[Any, Any]:
        """The filter and the table that the address asks for; no rows while the filter is wrong."""
        chosen = self.filter_class(self.request.GET, self.rows(), request=self.request)
        rows = chosen.qs if chosen.is_valid() else chosen.queryset.none()
        table = self.table_class(rows, order_by=self.request.GET.get("sort") or None, **self.table_words())
        sorted_rows = table.data.data
        table.data.data = sorted_rows.order_by(*sorted_rows.query.order_by, "pk")  # no row on two pages
        return chosen, table

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen, table = self.read()
        table.paginator = Paginator(table.rows, PER_PAGE)
        table.page = table.paginator.get_page(request.GET.get("page"))
        shown = {
            "page": self,
            "filter": chosen,
            "table": table,
            "pages": table.paginator.get_elided_page_range(table.page.number, on_each_side=2, on_ends=1),
            "views": saved_views(self.reader, self.name),
            "query": self.query(),
            "default_theme": "day",
        }
        part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
        return render(request, "_components/table_part.html" if part else self.template_name, shown)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the table out as a file, keep the filter of the address under a name, or remove a kept one."""
        act = request.POST.get("act", "")
        try:
            if act in set(TableFormat):
                return self.export(TableFormat(act))
            if act == "forget":
                services.forget_view(user=self.reader, view_id=int(request.POST.get("view", "0")))
            else:
                name = request.POST.get("name", "")
                services.keep_view(user=self.reader, table=self.name, name=name, query=self.query())
        except (Refused, ValueError) as error:
            messages.error(request, str(error))
        return redirect(request.get_full_path())

    def query(self) -> str:
        """The filter and the order of the address, without the page."""
        names = [*self.filter_class.base_filters, "sort"]
        return urlencode({name: self.request.GET[name] for name in names if self.request.GET.get(name)})

    def export(self, file_format: TableFormat) -> HttpResponse:
        """Every row that the filter leaves, in its order, as a file; written down in the journal."""
        chosen, table = self.read()
        count = len(table.rows)
        if count > MOST_EXPORTED:
            words = _("%(count)s rows are too many for one file. Narrow the filter to %(most)s.")
            messages.error(self.request, words % {"count": count, "most": MOST_EXPORTED})
            return redirect(self.request.get_full_path())
        at = timezone.now()
        content = table_file(table.as_values(), file_format)
        services.note_export(
            table=self.name, file_format=file_format.value, count=count, chosen=chosen.chosen, by=self.reader, at=at
        )
        answer = HttpResponse(content, content_type=CONTENT_TYPES[file_format])
        answer["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"{self.file_name()}.{file_format}"
        )
        return answer

    def file_name(self) -> str:
        """The table, the site and the day."""
        day = timezone.localtime().strftime("%Y-%m-%d")
        parts = ["training" if settings.TRAINING else "", self.name, site_code(self.reader), day]
        return "-".join(part for part in parts if part)
