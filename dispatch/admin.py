"""Calls, assignments and recommendations to read; they change through the console alone."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from dispatch.models import Assignment, Incident, IncidentType, Recommendation


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
