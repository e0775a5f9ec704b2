"""The administrators' tables. Every change goes through a service; history can be read and nothing else."""

from functools import partial
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patrol import services
from patrol.errors import Refused
from patrol.models import (
    Alarm,
    Device,
    JournalEntry,
    Order,
    Organization,
    RoleGrant,
    Shift,
    StatusLabel,
    Unit,
    UnitTemplate,
    User,
)
from patrol.realtime import tell_rights_changed
from patrol.vocabulary import OrganizationKind, PositionSource, Role, TravelMode, UnitStatus

admin.site.unregister(Group)


def acting(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when: what every service asks for."""
    return {"by": cast(User, request.user), "at": timezone.now()}


def tell_after_commit(user_id: int) -> None:
    transaction.on_commit(partial(tell_rights_changed, user_id), robust=True)


class ServiceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's own class takes no parameter
    """Saves by `add` and `change`, which call one service each. What a service refuses is said on the page."""

    fixed_fields: ClassVar[tuple[str, ...]] = ()

    def add(self, request: HttpRequest, facts: dict[str, Any]) -> models.Model:
        raise NotImplementedError  # a subclass without it must forbid adding

    def change(self, request: HttpRequest, pk: int, facts: dict[str, Any]) -> None:
        raise NotImplementedError  # a subclass without it must forbid changing

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:  # noqa: ARG002  (the signature is Django's)
        return self.fixed_fields if obj else ()

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:  # noqa: FBT001  (the signature is Django's)
        if change:
            self.change(request, obj.pk, form.cleaned_data)
        else:
            obj.pk = self.add(request, form.cleaned_data).pk

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
            return HttpResponseRedirect(request.get_full_path())

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  (the signature is Django's)
        return False


class History(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's own class takes no parameter
    """Rows to read."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  (the signature is Django's)
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  (the signature is Django's)
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  (the signature is Django's)
        return False


@admin.register(Organization)
class OrganizationAdmin(ServiceAdmin):
    fields = ("code", "name", "kind", "parent", "phone")
    fixed_fields = ("code",)
    list_display = ("code", "name", "kind", "parent", "phone")
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    ordering = ("path",)

    def add(self, request: HttpRequest, facts: dict[str, Any]) -> models.Model:
        return services.create_organization(code=facts["code"], **self.place(facts), **acting(request))

    def change(self, request: HttpRequest, pk: int, facts: dict[str, Any]) -> None:
        services.change_organization(organization_id=pk, **self.place(facts), **acting(request))

    def place(self, facts: dict[str, Any]) -> dict[str, Any]:
        parent = facts["parent"]
        return {
            "name": facts["name"],
            "kind": OrganizationKind(facts["kind"]),
            "parent_id": parent.pk if parent else None,
            "phone": facts["phone"].strip(),
        }


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no parameter
    """A person, and a new password where one is typed."""

    new_password = forms.CharField(label=_("New password"), widget=forms.PasswordInput, required=False, strip=False)

    class Meta:
        model = User
        fields = ("username", "display_name", "organization", "sworn", "is_active")


@admin.register(User)
class PersonAdmin(ServiceAdmin):
    form = PersonForm
    fixed_fields = ("username",)
    list_display = ("username", "display_name", "organization", "sworn", "is_active")
    list_filter = ("sworn", "is_active")
    list_select_related = ("organization",)
    search_fields = ("username", "display_name")
    ordering = ("username",)

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:  # noqa: ARG002  (the signature is Django's)
        active = ("is_active",) if obj else ()
        return ("username", "display_name", "organization", "sworn", *active, "new_password")

    def add(self, request: HttpRequest, facts: dict[str, Any]) -> models.Model:
        organization = facts["organization"]
        return services.create_person(
            username=facts["username"],
            display_name=facts["display_name"],
            password=facts["new_password"] or None,
            organization_id=organization.pk if organization else None,
            sworn=facts["sworn"],
            **acting(request),
        )

    def change(self, request: HttpRequest, pk: int, facts: dict[str, Any]) -> None:
        organization = facts["organization"]
        services.change_person(
            user_id=pk,
            display_name=facts["display_name"],
            organization_id=organization.pk if organization else None,
            sworn=facts["sworn"],
            active=facts["is_active"],
            **acting(request),
        )
        if facts["new_password"]:
            services.set_password(user_id=pk, password=facts["new_password"], **acting(request))
        tell_after_commit(pk)


@admin.register(RoleGrant)
class RoleAdmin(ServiceAdmin):
    fields = ("user", "role", "organization")
    raw_id_fields = ("user",)
    list_display = ("user", "role", "organization")
    list_filter = ("role",)
    list_select_related = ("user", "organization")
    search_fields = ("user__username", "user__display_name", "organization__code")

    def add(self, request: HttpRequest, facts: dict[str, Any]) -> models.Model:
        tell_after_commit(facts["user"].pk)
        return services.grant_role(
            user_id=facts["user"].pk,
            role=Role(facts["role"]),
            organization_id=facts["organization"].pk,
            **acting(request),
        )

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  (the signature is Django's)
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  (the signature is Django's)
        return bool(request.user.is_superuser)

    def delete_model(self, request: HttpRequest, obj: RoleGrant) -> None:
        tell_after_commit(obj.user_id)
        services.revoke_role(
            user_id=obj.user_id, role=Role(obj.role), organization_id=obj.organization_id, **acting(request)
        )

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[RoleGrant]) -> None:
        for grant in queryset:
            self.delete_model(request, grant)


@admin.register(UnitTemplate)
class TemplateAdmin(ServiceAdmin):
    fields = ("code", "name", "min_sworn", "min_auxiliary", "armed", "mode")
    fixed_fields = ("code",)
    list_display = fields
    ordering = ("code",)

    def add(self, request: HttpRequest, facts: dict[str, Any]) -> models.Model:
        return services.create_template(**facts | {"mode": TravelMode(facts["mode"])}, **acting(request))

    def change(self, request: HttpRequest, pk: int, facts: dict[str, Any]) -> None:
        services.change_template(template_id=pk, **facts | {"mode": TravelMode(facts["mode"])}, **acting(request))


@admin.register(Unit)
class UnitAdmin(ServiceAdmin):
    fields = ("call_sign", "organization", "template")
    fixed_fields = ("call_sign",)
    list_display = ("call_sign", "organization", "template", "status", "mode")
    list_filter = ("status", "template")
    list_select_related = ("organization", "template")
    search_fields = ("call_sign",)
    ordering = ("call_sign",)

    def add(self, request: HttpRequest, facts: dict[str, Any]) -> models.Model:
        return services.create_unit(
            call_sign=facts["call_sign"],
            organization_id=facts["organization"].pk,
            template_id=facts["template"].pk,
            **acting(request),
        )

    def change(self, request: HttpRequest, pk: int, facts: dict[str, Any]) -> None:
        services.change_unit(
            unit_id=pk, organization_id=facts["organization"].pk, template_id=facts["template"].pk, **acting(request)
        )


@admin.register(StatusLabel)
class StatusLabelAdmin(ServiceAdmin):
    fields = ("organization", "status", "label")
    fixed_fields = ("organization", "status")
    list_display = ("organization", "status", "label")
    list_select_related = ("organization",)
    ordering = ("organization__path", "status")

    def add(self, request: HttpRequest, facts: dict[str, Any]) -> models.Model:
        organization, status = facts["organization"], UnitStatus(facts["status"])
        return services.name_status(
            organization_id=organization.pk, status=status, label=facts["label"], **acting(request)
        )

    def change(self, request: HttpRequest, pk: int, facts: dict[str, Any]) -> None:
        named = StatusLabel.objects.get(pk=pk)
        services.name_status(
            organization_id=named.organization_id,
            status=UnitStatus(named.status),
            label=facts["label"],
            **acting(request),
        )

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  (the signature is Django's)
        return bool(request.user.is_superuser)

    def delete_model(self, request: HttpRequest, obj: StatusLabel) -> None:
        services.forget_status_name(label_id=obj.pk, **acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[StatusLabel]) -> None:
        for label in queryset:
            self.delete_model(request, label)


@admin.register(Device)
class DeviceAdmin(ServiceAdmin):
    fields = ("label", "source", "unit", "organization")
    raw_id_fields = ("unit",)
    list_display = ("label", "source", "unit", "organization", "created_at", "revoked_at")
    list_select_related = ("unit", "organization")
    search_fields = ("label", "unit__call_sign")
    ordering = ("-created_at",)
    actions = ("revoke",)

    def add(self, request: HttpRequest, facts: dict[str, Any]) -> models.Model:
        device, key = services.issue_device(**facts | {"source": PositionSource(facts["source"])}, **acting(request))
        messages.warning(request, _("The key of %(label)s, shown this once: %(key)s") % {"label": device, "key": key})
        return device

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  (the signature is Django's)
        return False

    @admin.action(description=_("Revoke: take no more positions from them"), permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Device]) -> None:
        for device in queryset:
            services.revoke_device(device_id=device.pk, **acting(request))


@admin.register(JournalEntry)
class JournalAdmin(History):
    list_display = ("position", "at", "kind", "subject_label", "subject_id", "actor")
    search_fields = ("=kind", "=subject_id", "=actor")
    ordering = ("-id",)


@admin.register(Order)
class OrderAdmin(History):
    list_display = ("sent_at", "kind", "unit", "person", "desk", "acknowledged_at", "closed_at")
    list_select_related = ("unit", "person", "desk")
    ordering = ("-sent_at",)


@admin.register(Shift)
class ShiftAdmin(History):
    list_display = ("unit", "vehicle", "starts_at", "ends_at")
    list_select_related = ("unit",)
    ordering = ("-starts_at",)


@admin.register(Alarm)
class AlarmAdmin(History):
    list_display = ("raised_at", "kind", "subject_label", "subject_id", "owner", "closed_at")
    list_select_related = ("owner",)
    ordering = ("-raised_at",)
