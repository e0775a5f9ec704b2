"""Long lists by the page."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class Pages(PageNumberPagination):
    """`?page=2&page_size=100`; a hundred a page, five hundred at most."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500


def page_of(queryset: QuerySet[Any], request: Request, view: APIView, present: Any) -> Response:
    """The page that was asked for, its rows put through `present` at once."""
    pages = Pages()
    rows = pages.paginate_queryset(queryset, request, view=view) or []
    return pages.get_paginated_response(present(rows))
