"""Addresses of the platform."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from patrol import api, views
from patrol.views import desk

app_name = "patrol"

urlpatterns = [
    path("", views.HomePage.as_view(), name="home"),
    path("log-in/", views.LogInPage.as_view(), name="log_in"),
    path("log-out/", LogoutView.as_view(), name="log_out"),
    path("profile/", views.ProfilePage.as_view(), name="profile"),
    path("design/", views.DesignPage.as_view(), name="design"),
    path("enrol/", views.EnrolPage.as_view(), name="enrol"),
    path("code.svg", views.CodeView.as_view(), name="code"),
    path("api/auth/token", api.TokenView.as_view(), name="token"),
    path("api/journal", api.JournalView.as_view(), name="journal"),
    path("api/orders/<uuid:order_id>/delivered", api.DeliveredView.as_view(), name="order_delivered"),
    path("api/orders/<uuid:order_id>/seen", api.SeenView.as_view(), name="order_seen"),
    path("api/orders/<uuid:order_id>/acknowledge", api.AcknowledgeView.as_view(), name="order_acknowledge"),
    path("api/units/<id:unit_id>/sign-on", api.SignOnView.as_view(), name="unit_sign_on"),
    path("api/units/<id:unit_id>/phone-key", api.PhonePageKeyView.as_view(), name="unit_phone_key"),
    path("api/units/<id:unit_id>/crew", api.CrewView.as_view(), name="unit_crew"),
    path("api/units/<id:unit_id>/vehicle", api.VehicleView.as_view(), name="unit_vehicle"),
    path("api/units/<id:unit_id>/status", api.StatusView.as_view(), name="unit_status"),
    path("api/units/<id:unit_id>/passenger", api.PassengerView.as_view(), name="unit_passenger"),
    path("api/units/<id:unit_id>/safe", api.SafeView.as_view(), name="unit_safe"),
    path("api/units/<id:unit_id>/sign-off", api.SignOffView.as_view(), name="unit_sign_off"),
    path("api/alarms/<id:alarm_id>/acknowledge", api.AlarmAcknowledgeView.as_view(), name="alarm_acknowledge"),
    path("api/alarms/<id:alarm_id>/snooze", api.AlarmSnoozeView.as_view(), name="alarm_snooze"),
    path("api/people/<str:username>/free", api.FreePersonView.as_view(), name="person_free"),
    path("desk/units/", desk.UnitsPage.as_view(), name="units_table"),
    path("desk/people/", desk.PeoplePage.as_view(), name="people_table"),
    path("desk/force/", views.ForceImportPage.as_view(), name="force_import"),
    path("desk/force/blank.xlsx", views.ForceBlankView.as_view(), name="force_blank"),
]
