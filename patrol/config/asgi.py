"""Sockets and positions: served by uvicorn. The only place that names the apps above."""

import gc
import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

from patrol.config.frames import WithFrames

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.config.settings")

django_application = get_asgi_application()

from dispatch.ingest import PositionDoor  # noqa: E402  (models need the line above)
from dispatch.websocket_urls import websocket_urlpatterns  # noqa: E402  (models need the line above)

position_door = PositionDoor(otherwise=django_application)

application = ProtocolTypeRouter(
    {
        "http": position_door,
        "lifespan": position_door,
        "websocket": WithFrames(AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))),
    }
)
gc.collect()
gc.freeze()  # as in wsgi.py
