"""Forms of the desk's ground: the fields of each kind of thing, which the API checks, and the file to import."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol.models import Organization
from zones.datum import Datum
from zones.ground_file import NAMES, FileFormat, format_of
from zones.models import Beat, Caution, Point, Route, Zone

type Options = Sequence[tuple[Any, Any]]

MINUTE_S = 60


class InMinutes(forms.NumberInput):
    """Seconds to the API, minutes to the reader: the page's script multiplies by `data-scale`."""

    def __init__(self) -> None:
        super().__init__(attrs={"data-scale": MINUTE_S, "min": 0, "step": 0.5})

    def format_value(self, value: object) -> str | None:
        return f"{value / MINUTE_S:g}" if isinstance(value, int) else None


class Moment(forms.DateTimeInput):
    """A date and time that the browser helps to choose."""

    input_type = "datetime-local"


class ThingForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no parameter at run time
    """The fields of one kind of thing; `wide` ones take a whole line."""

    thing: ClassVar[str]
    wide: ClassVar[set[str]] = {
        *("name", "organization", "parent", "zone", "text", "check_methods", "responsible_unit"),
        *("zone_class", "kind", "radius_m", "ring", "mode", "starts_at", "ends_at", "expires_at", "direct_report"),
    }

    def __init__(self, *, organizations: Options, units: Options) -> None:
        super().__init__(auto_id=f"{self.thing}-%s")
        choices: dict[str, Options] = {
            "organization": organizations,
            "responsible_unit": [("", _("Nobody in particular")), *units],
            "parent": [("", _("Nothing"))],
            "zone": [("", _("No zone"))],
        }
        for name, field in self.fields.items():
            if name in choices:
                field = self.fields[name] = forms.ChoiceField(
                    label=field.label, choices=choices[name], required=field.required
                )
            if not isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
                field.widget.attrs["class"] = "input"


class ZoneForm(ThingForm):
    thing = "zone"

    class Meta:
        model = Zone
        fields = (
            *("code", "priority", "name", "zone_class", "ring", "parent", "organization", "starts_at", "ends_at"),
            "direct_report",
        )
        widgets = {"starts_at": Moment, "ends_at": Moment}


class BeatForm(ThingForm):
    thing = "beat"

    class Meta:
        model = Beat
        fields = ("code", "overlapping", "name", "organization")


class PointForm(ThingForm):
    thing = "point"
    check_methods = forms.MultipleChoiceField(
        label=_("Checked by"),
        choices=Point.METHODS,
        widget=forms.CheckboxSelectMultiple(attrs={"data-many": ""}),
        initial=["gps"],
    )

    class Meta:
        model = Point
        fields = (
            *("code", "priority", "name", "kind", "radius_m", "dwell_s", "max_gap_s", "hours_from", "hours_to"),
            *("check_methods", "zone", "organization", "responsible_unit"),
        )
        labels = {"dwell_s": _("Stay in minutes"), "max_gap_s": _("Longest gap in minutes")}
        widgets = {
            "dwell_s": InMinutes,
            "max_gap_s": InMinutes,
            "hours_from": forms.TimeInput(attrs={"type": "time"}),
            "hours_to": forms.TimeInput(attrs={"type": "time"}),
        }


class RouteForm(ThingForm):
    thing = "route"

    class Meta:
        model = Route
        fields = ("code", "name", "mode", "ring", "zone", "organization")


class CautionForm(ThingForm):
    thing = "caution"

    class Meta:
        model = Caution
        fields = ("kind", "expires_at", "text", "organization")
        widgets = {"expires_at": Moment, "text": forms.Textarea(attrs={"rows": 3, "maxlength": 200})}


class GroundFileForm(forms.Form):
    """A file of the ground. The datum has to be chosen: most files in GCJ-02 call themselves WGS-84."""

    KINDS = (("zones", _("Zones")), ("beats", _("Beats")), ("points", _("Points")), ("routes", _("Routes")))
    DATUMS = (
        ("", _("Choose the datum")),
        (Datum.WGS84.value, _("WGS-84: GPS, OSM")),
        (Datum.CGCS2000.value, _("CGCS2000: Tianditu")),
        (Datum.GCJ02.value, _("GCJ-02: AMap, Tencent")),
        (Datum.BD09.value, _("BD-09: Baidu")),
    )
    FORMATS = [("", _("By the file's ending")), *((one.value, NAMES[one]) for one in FileFormat)]

    file = forms.FileField(label=_("File"), allow_empty_file=True)
    kind = forms.ChoiceField(label=_("It holds"), choices=KINDS)
    datum = forms.ChoiceField(label=_("Coordinates are"), choices=DATUMS)
    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none())
    code_field = forms.CharField(label=_("Field of the code"), max_length=64, initial="code")
    name_field = forms.CharField(label=_("Field of the name"), max_length=64, initial="name")
    file_format = forms.ChoiceField(label=_("Format"), choices=FORMATS, required=False)
    mend = forms.BooleanField(label=_("Mend broken outlines"), required=False)

    def __init__(self, *args: Any, organizations: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Organization.objects.filter(pk__in=[one.pk for one in organizations]).order_by("path")
        self.fields["organization"].queryset = known  # type: ignore[attr-defined]  # of a ModelChoiceField
        for name in self.fields.keys() - {"mend"}:
            self.fields[name].widget.attrs["class"] = "input"
        self.fields["file"].widget.attrs["accept"] = ".geojson,.json,.zip,.kml,.csv"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "file" in given:
            found = given.get("file_format") or format_of(given["file"].name)
            if not found:
                self.add_error("file", _("The file's name does not tell its format. Choose it below."))
            given["file_format"] = found and FileFormat(found)
        return given
