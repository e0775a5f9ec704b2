"""Wiring of the project: names other apps only as strings."""

from patrol.config.celery import app as celery_app

__all__ = ["celery_app"]
