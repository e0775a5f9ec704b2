"""Addresses of calls, assignments, units and their pages."""

from django.urls import path

from dispatch import views
from dispatch.api import assignments, callers, endings, incidents, intake, units
from dispatch.selectors import Face

app_name = "dispatch"

urlpatterns = [
    path("console/", views.ConsolePage.as_view(), name="console"),
    path("officer/", views.OfficerPage.as_view(), name="officer"),
    path("console/picture", views.SnapshotView.as_view(face=Face.CONSOLE), name="console_picture"),
    path("officer/picture", views.SnapshotView.as_view(face=Face.OFFICER), name="officer_picture"),
    path("api/incident-types", incidents.IncidentTypesView.as_view(), name="incident_types"),
    path("api/incidents", incidents.IncidentsView.as_view(), name="incidents"),
    path("api/incidents/<uuid:incident_id>", incidents.IncidentView.as_view(), name="incident"),
    path(
        "api/incidents/<uuid:incident_id>/recommendations",
        incidents.RecommendationsView.as_view(),
        name="recommendations",
    ),
    path("api/incidents/<uuid:incident_id>/assign", incidents.AssignView.as_view(), name="assign"),
    path("api/incidents/<uuid:incident_id>/close", incidents.CloseView.as_view(), name="close"),
    path("api/incidents/<uuid:incident_id>/cancel", incidents.CancelView.as_view(), name="cancel"),
    path("api/incidents/<uuid:incident_id>/notes", incidents.NotesView.as_view(), name="notes"),
    path("api/incidents/<uuid:incident_id>/callers", callers.CallersView.as_view(), name="callers"),
    path("api/incidents/<uuid:incident_id>/duplicates", callers.DuplicatesView.as_view(), name="duplicates"),
    path("api/incidents/<uuid:incident_id>/link", callers.LinkView.as_view(), name="link"),
    path("api/incidents/<uuid:incident_id>/level", intake.LevelView.as_view(), name="level"),
    path("api/incidents/<uuid:incident_id>/sign", intake.SignView.as_view(), name="sign"),
    path("api/duplicates", callers.LikelyDuplicatesView.as_view(), name="likely_duplicates"),
    path("api/seats", intake.SeatsView.as_view(), name="seats"),
    path("api/assignments/<uuid:assignment_id>/en-route", assignments.EnRouteView.as_view(), name="en_route"),
    path("api/assignments/<uuid:assignment_id>/arrive", assignments.ArriveView.as_view(), name="arrive"),
    path("api/assignments/<uuid:assignment_id>/clear", assignments.ClearView.as_view(), name="clear"),
    path("api/assignments/<uuid:assignment_id>/withdraw", assignments.WithdrawView.as_view(), name="withdraw"),
    path("api/incidents/<uuid:incident_id>/reopen", endings.ReopenView.as_view(), name="reopen"),
    path("api/outcomes", endings.OutcomesView.as_view(), name="outcomes"),
    path("api/units", units.UnitsView.as_view(), name="units"),
    path("api/positions", units.PositionsView.as_view(), name="positions"),
]
