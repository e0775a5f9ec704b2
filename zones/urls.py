"""Addresses of zones."""

from django.urls import path

from zones import api
from zones.api.tiles import TileView

app_name = "zones"

urlpatterns = [
    path("tiles/<int:zoom>/<int:x>/<int:y>.mvt", TileView.as_view(), name="tile"),
    path("api/zones", api.ZonesView.as_view(), name="zones"),
]
