"""Addresses of zones."""

from django.urls import path

from zones import api

app_name = "zones"

urlpatterns = [path("api/zones", api.ZonesView.as_view(), name="zones")]
