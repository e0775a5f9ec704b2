"""Units and their templates: what there is to be signed on."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from patrol.errors import BadInput, NotAllowed, NotFound
from patrol.journal import Audience, audience_of, record
from patrol.models import Organization, Unit, UnitTemplate, User
from patrol.services.shifts import locked_unit
from patrol.vocabulary import TravelMode

TEMPLATE = "patrol.unittemplate"
UNIT = "patrol.unit"


@transaction.atomic
def create_template(
    *,
    code: str,
    name: str,
    min_sworn: int,
    min_auxiliary: int,
    armed: bool,
    mode: TravelMode,
    by: User,
    at: datetime,
) -> UnitTemplate:
    """Add a kind of unit, with the crew it should have and how it moves (F12).

    Raises:
        BadInput: no sworn officer: such a unit could never be sent.
        NotAllowed: the code is taken.
    """
    _refuse_without_sworn(min_sworn)
    try:
        with transaction.atomic():
            template = UnitTemplate.objects.create(
                code=code, name=name, min_sworn=min_sworn, min_auxiliary=min_auxiliary, armed=armed, mode=mode.value
            )
    except IntegrityError as error:
        raise NotAllowed(_("There is a unit template with the code %(code)s already.") % {"code": code}) from error
    _note_template(template, "created", by=by, at=at)
    return template


@transaction.atomic
def change_template(
    *,
    template_id: int,
    name: str,
    min_sworn: int,
    min_auxiliary: int,
    armed: bool,
    mode: TravelMode,
    by: User,
    at: datetime,
) -> UnitTemplate:
    """Change what a kind of unit should have. Its units are judged by it from now on.

    Raises:
        NotFound: no such template.
        BadInput: no sworn officer.
    """
    _refuse_without_sworn(min_sworn)
    template = UnitTemplate.objects.select_for_update().filter(pk=template_id).first()
    if template is None:
        raise NotFound(_("There is no such unit template."), template=template_id)
    wanted = {
        "name": name,
        "min_sworn": min_sworn,
        "min_auxiliary": min_auxiliary,
        "armed": armed,
        "mode": mode.value,
    }
    if any(getattr(template, field) != value for field, value in wanted.items()):
        UnitTemplate.objects.filter(pk=template_id).update(**wanted)
        template.refresh_from_db()
        _note_template(template, "changed", by=by, at=at)
    return template


@transaction.atomic
def create_unit(
    *,
    call_sign: str,
    organization_id: int,
    template_id: int,
    mode: TravelMode | None = None,
    by: User,
    at: datetime,
) -> Unit:
    """Add a unit, off duty. It moves as its template says unless `mode` is given.

    Raises:
        NotFound: no such organization or template.
        NotAllowed: the call sign is taken.
    """
    organization, template = _organization(organization_id), _template(template_id)
    try:
        with transaction.atomic():
            unit = Unit.objects.create(
                call_sign=call_sign,
                organization=organization,
                template=template,
                mode=mode.value if mode else template.mode,
            )
    except IntegrityError as error:
        raise NotAllowed(
            _("There is a unit with the call sign %(call_sign)s already.") % {"call_sign": call_sign}
        ) from error
    _note_unit(unit, "created", by=by, at=at)
    return unit


@transaction.atomic
def change_unit(*, unit_id: int, organization_id: int, template_id: int, by: User, at: datetime) -> Unit:
    """Give a unit to another organization, or another template. Nothing different: nothing happens.

    Raises:
        NotFound: no such unit, organization or template.
    """
    unit = locked_unit(unit_id)
    if (unit.organization_id, unit.template_id) != (organization_id, template_id):
        unit.organization, unit.template = _organization(organization_id), _template(template_id)
        unit.save(update_fields=["organization", "template"])
        _note_unit(unit, "changed", by=by, at=at)
    return unit


def _refuse_without_sworn(min_sworn: int) -> None:
    if min_sworn < 1:
        raise BadInput(_("A unit needs at least one sworn officer: without one it cannot be sent."))


def _organization(organization_id: int) -> Organization:
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise NotFound(_("There is no such organization."), organization=organization_id)
    return organization


def _template(template_id: int) -> UnitTemplate:
    template = UnitTemplate.objects.filter(pk=template_id).first()
    if template is None:
        raise NotFound(_("There is no such unit template."), template=template_id)
    return template


def _note_unit(unit: Unit, what: str, *, by: User, at: datetime) -> None:
    record(
        f"unit.{what}",
        subject=(UNIT, unit.pk),
        audience=audience_of(unit.organization, unit),
        by=by,
        at=at,
        unit=unit.pk,
        call_sign=unit.call_sign,
        organization=unit.organization_id,
        template=unit.template_id,
        mode=unit.mode,
    )


def _note_template(template: UnitTemplate, what: str, *, by: User, at: datetime) -> None:
    """Templates belong to nobody in particular: administrators read of them."""
    record(
        f"template.{what}",
        subject=(TEMPLATE, template.pk),
        audience=Audience("/"),
        by=by,
        at=at,
        template=template.pk,
        code=template.code,
        min_sworn=template.min_sworn,
        min_auxiliary=template.min_auxiliary,
        armed=template.armed,
    )
