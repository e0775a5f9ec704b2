"""Addresses of the site: includes only."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter
from drf_spectacular.views import SpectacularAPIView

from patrol.config.converters import IdConverter
from patrol.config.health import alive, healthy
from patrol.config.metrics import metrics
from patrol.views import to_log_in

register_converter(IdConverter, "id")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("patrol.urls")),
    path("", include("zones.urls")),
    path("", include("dispatch.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/login/", to_log_in, name="admin_log_in"),  # before Django's own page: people log in at one place
    path("admin/", admin.site.urls),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("metrics", metrics, name="metrics"),
    path("health/live", alive, name="health_live"),
    path("health", healthy, name="health"),
]

handler404 = "patrol.config.refusals.not_found"
handler500 = "patrol.config.refusals.broken"
