"""The imported map: what the tiles are drawn from, and the tiles that were drawn already."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

WEB_MERCATOR = 3857
OVERVIEW_ZOOM = 11  # up to here a tile shows much ground and few things: those have an index of their own


class MapImportQuerySet(models.QuerySet["MapImport"]):
    def live(self) -> "MapImport | None":
        """The map in use; None before the first import."""
        return self.order_by("pk").last()


class MapImport(models.Model):
    """One import of a map. The newest is the one in use; older rows tell what was there before."""

    file_name = models.CharField(_("file name"), max_length=255)
    imported_at = models.DateTimeField(_("imported at"))
    version = models.CharField(_("version"), max_length=32, unique=True)
    box = ArrayField(models.FloatField(), verbose_name=_("box"), size=4)  # west, south, east, north; WGS-84 degrees
    counts = models.JSONField(_("features by layer"))
    attribution = models.CharField(_("whose data it is"), max_length=120, blank=True)

    objects = MapImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported map")
        verbose_name_plural = _("imported maps")

    def __str__(self) -> str:
        return f"{self.file_name} {self.imported_at:%Y-%m-%d %H:%M}"


class MapFeature(models.Model):
    """One thing on the map, in Web Mercator metres. `min_zoom` is the first tile zoom that shows it."""

    layer = models.CharField(_("layer"), max_length=12)
    kind = models.CharField(_("kind"), max_length=16)
    form = models.CharField(_("form"), max_length=8, blank=True)  # a road's: link, bridge, tunnel
    name = models.CharField(_("name"), max_length=200, blank=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    min_zoom = models.PositiveSmallIntegerField(_("from zoom"))
    rank = models.PositiveSmallIntegerField(_("rank of its label"))
    geometry = models.GeometryField(_("shape"), srid=WEB_MERCATOR, spatial_index=False)

    class Meta:
        verbose_name = _("map feature")
        verbose_name_plural = _("map features")
        indexes = [
            GistIndex(fields=["geometry"], name="map_feature_place"),
            GistIndex(fields=["geometry"], condition=Q(min_zoom__lte=OVERVIEW_ZOOM), name="map_feature_overview"),
        ]

    def __str__(self) -> str:
        return f"{self.layer} {self.kind} {self.name}".strip()


class MapTile(models.Model):
    """A tile as it was drawn from one version of the map. Unlogged: lost in a crash of the database and drawn again."""

    version = models.CharField(_("version"), max_length=40)
    zoom = models.PositiveSmallIntegerField(_("zoom"))
    x = models.PositiveIntegerField(_("column"))
    y = models.PositiveIntegerField(_("row"))
    body = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("drawn tile")
        verbose_name_plural = _("drawn tiles")
        constraints = [models.UniqueConstraint(fields=["version", "zoom", "x", "y"], name="map_tile_drawn_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.zoom}/{self.x}/{self.y}"
