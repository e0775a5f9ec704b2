"""The Celery application: queues `deadlines`, `default` and `reports`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.config.settings")

app = Celery("patrol")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
