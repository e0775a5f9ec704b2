"""The site as one process: sockets, positions, pages, and the static files that nginx serves in production."""

from typing import Any

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler

from patrol.config.asgi import application as live
from patrol.config.asgi import django_application

pages = ASGIStaticFilesHandler(django_application)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Static files from where they lie in the tree; everything else to the product."""
    is_static = scope["type"] == "http" and scope["path"].startswith("/static/")
    await (pages if is_static else live)(scope, receive, send)
