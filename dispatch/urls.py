"""Addresses of calls, assignments, units and their pages."""

from django.urls import path

from dispatch import views
from dispatch.api import (
    assignments,
    attachments,
    callers,
    changes,
    direct_report,
    endings,
    found,
    incidents,
    intake,
    paper,
    units,
)
from dispatch.selectors import Face

app_name = "dispatch"

urlpatterns = [
    path("console/", views.ConsolePage.as_view(), name="console"),
    path("console/calls/<uuid:incident_id>/print", views.CallPrint.as_view(), name="call_print"),
    path("officer/", views.OfficerPage.as_view(), name="officer"),
    path("console/picture", views.SnapshotView.as_view(face=Face.CONSOLE), name="console_picture"),
    path("officer/picture", views.SnapshotView.as_view(face=Face.OFFICER), name="officer_picture"),
    path("api/incident-types", incidents.IncidentTypesView.as_view(), name="incident_types"),
    path("api/paper-calls", paper.PaperCallsView.as_view(), name="paper_calls"),
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
    path(
        "api/incidents/<uuid:incident_id>/direct-report",
        direct_report.DirectReportView.as_view(),
        name="direct_report",
    ),
    path("api/incidents/<uuid:incident_id>/sign", intake.SignView.as_view(), name="sign"),
    path("api/found", found.FoundView.as_view(), name="found"),
    path("api/duplicates", callers.LikelyDuplicatesView.as_view(), name="likely_duplicates"),
    path("api/desk-orders", intake.DeskOrdersView.as_view(), name="desk_orders"),
    path("api/seats", intake.SeatsView.as_view(), name="seats"),
    path("api/assignments/<uuid:assignment_id>/en-route", assignments.EnRouteView.as_view(), name="en_route"),
    path("api/assignments/<uuid:assignment_id>/arrive", assignments.ArriveView.as_view(), name="arrive"),
    path("api/assignments/<uuid:assignment_id>/clear", assignments.ClearView.as_view(), name="clear"),
    path("api/assignments/<uuid:assignment_id>/withdraw", assignments.WithdrawView.as_view(), name="withdraw"),
    path("api/incidents/<uuid:incident_id>/reopen", endings.ReopenView.as_view(), name="reopen"),
    path("api/incidents/<uuid:incident_id>/situation", endings.SituationView.as_view(), name="situation"),
    path("api/incidents/<uuid:incident_id>/times", endings.TimesView.as_view(), name="times"),
    path("api/incidents/<uuid:incident_id>/attachments", attachments.AttachmentsView.as_view(), name="attachments"),
    path("api/attachments/<uuid:attachment_id>", attachments.AttachmentView.as_view(), name="attachment"),
    path("api/outcomes", endings.OutcomesView.as_view(), name="outcomes"),
    path("api/incidents/<uuid:incident_id>/preempt", changes.PreemptView.as_view(), name="preempt"),
    path("api/incidents/<uuid:incident_id>/divert", changes.DivertView.as_view(), name="divert"),
    path("api/incidents/<uuid:incident_id>/stack", changes.StackView.as_view(), name="stack"),
    path("api/incidents/<uuid:incident_id>/unstack", changes.UnstackView.as_view(), name="unstack"),
    path("api/incidents/<uuid:incident_id>/hold", changes.HoldView.as_view(), name="hold"),
    path("api/incidents/<uuid:incident_id>/resume", changes.ResumeView.as_view(), name="resume"),
    path("api/incidents/<uuid:incident_id>/place", changes.PlaceView.as_view(), name="place"),
    path("api/assignments/<uuid:assignment_id>/reassign", changes.ReassignView.as_view(), name="reassign"),
    path("api/assignments/<uuid:assignment_id>/primary", changes.PrimaryView.as_view(), name="primary"),
    path("api/assignments/<uuid:assignment_id>/settle", changes.SettleView.as_view(), name="settle"),
    path("api/units/<id:unit_id>/position", changes.RadioPositionView.as_view(), name="unit_position"),
    path("api/units", units.UnitsView.as_view(), name="units"),
    path("api/positions", units.PositionsView.as_view(), name="positions"),
]
