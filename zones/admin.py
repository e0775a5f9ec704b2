"""The ground to read; it is changed by importing it."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from zones.models import Beat, Zone


class Imported(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's own class takes no parameter
    """Rows to read."""

    search_fields = ("code", "name")
    list_select_related = ("organization",)
    ordering = ("code",)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Zone)
class ZoneAdmin(Imported):
    list_display = ("code", "name", "zone_class", "ring", "priority", "organization", "retired_at")
    list_filter = ("zone_class", "ring")


@admin.register(Beat)
class BeatAdmin(Imported):
    list_display = ("code", "name", "organization", "retired_at")
