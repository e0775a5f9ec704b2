"""Calls, assignments and recommendations to read; they change through the console alone."""

from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from dispatch import services
from dispatch.models import Assignment, Incident, IncidentType, Recommendation, Seat
from patrol.models import User


class History(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's own class takes no parameter
    """Rows to read."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  (the signature is Django's)
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  (the signature is Django's)
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  (the signature is Django's)
        return False


@admin.register(IncidentType)
class IncidentTypeAdmin(History):
    list_display = ("code", "name", "priority")
    ordering = ("code",)


@admin.register(Incident)
class IncidentAdmin(History):
    list_display = ("year", "number", "type", "priority", "status", "organization", "received_at", "ended_at")
    list_select_related = ("type", "organization")
    list_filter = ("status", "priority")
    search_fields = ("=number", "=external_id")
    ordering = ("-received_at",)


@admin.register(Seat)
class SeatAdmin(History):
    """Seats are named here, or over the API; a call keeps the seat that it was taken at."""

    list_display = ("organization", "code", "name")
    list_select_related = ("organization",)
    ordering = ("organization__path", "code")
    fields = ("organization", "code", "name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def save_model(self, request: HttpRequest, obj: Seat, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001  (the signature is Django's)
        by = cast(User, request.user)
        seat = services.name_seat(organization=obj.organization, code=obj.code, name=obj.name, by=by, at=timezone.now())
        obj.pk = seat.pk


@admin.register(Assignment)
class AssignmentAdmin(History):
    list_display = ("incident", "unit", "assigned_at", "en_route_at", "arrived_at", "cleared_at", "withdrawn_at")
    list_select_related = ("incident", "unit")
    ordering = ("-assigned_at",)


@admin.register(Recommendation)
class RecommendationAdmin(History):
    list_display = ("incident", "moment", "made_at", "estimated")
    list_select_related = ("incident",)
    ordering = ("-made_at",)
