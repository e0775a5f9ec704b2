"""Addresses of zones."""

from django.urls import path

from zones import api, views

app_name = "zones"

urlpatterns = [
    path("tiles/<int:zoom>/<int:x>/<int:y>.mvt", api.TileView.as_view(), name="tile"),
    path("api/zones", api.ZonesView.as_view(), name="zones"),
    path("api/zones/<uuid:zone_id>/reshape", api.ZoneReshapeView.as_view(), name="zone_reshape"),
    path("api/zones/<uuid:zone_id>/edit", api.ZoneEditView.as_view(), name="zone_edit"),
    path("api/zones/<uuid:zone_id>/split", api.ZoneSplitView.as_view(), name="zone_split"),
    path("api/zones/<uuid:zone_id>/retire", api.ZoneRetireView.as_view(), name="zone_retire"),
    path("api/beats", api.BeatsView.as_view(), name="beats"),
    path("api/beats/<uuid:beat_id>/reshape", api.BeatReshapeView.as_view(), name="beat_reshape"),
    path("api/beats/<uuid:beat_id>/edit", api.BeatEditView.as_view(), name="beat_edit"),
    path("api/beats/<uuid:beat_id>/split", api.BeatSplitView.as_view(), name="beat_split"),
    path("api/beats/<uuid:beat_id>/retire", api.BeatRetireView.as_view(), name="beat_retire"),
    path("api/points", api.PointsView.as_view(), name="points"),
    path("api/points/<uuid:point_id>/move", api.PointMoveView.as_view(), name="point_move"),
    path("api/points/<uuid:point_id>/edit", api.PointEditView.as_view(), name="point_edit"),
    path("api/points/<uuid:point_id>/retire", api.PointRetireView.as_view(), name="point_retire"),
    path("api/routes", api.RoutesView.as_view(), name="routes"),
    path("api/routes/<uuid:route_id>/redraw", api.RouteRedrawView.as_view(), name="route_redraw"),
    path("api/routes/<uuid:route_id>/edit", api.RouteEditView.as_view(), name="route_edit"),
    path("api/routes/<uuid:route_id>/retire", api.RouteRetireView.as_view(), name="route_retire"),
    path("api/cautions", api.CautionsView.as_view(), name="cautions"),
    path("api/cautions/<uuid:caution_id>/withdraw", api.CautionWithdrawView.as_view(), name="caution_withdraw"),
    path("api/places", api.PlacesView.as_view(), name="places"),
    path("api/places/near", api.NearPlacesView.as_view(), name="places_near"),
    path("api/ground/export", api.GroundExportView.as_view(), name="ground_export"),
    path("desk/ground/", views.GroundPage.as_view(), name="ground_page"),
    path("desk/zones/", views.ZonesPage.as_view(), name="zones_table"),
    path("desk/points/", views.PointsPage.as_view(), name="points_table"),
    path("desk/ground/import", views.GroundImportPage.as_view(), name="ground_import"),
]
