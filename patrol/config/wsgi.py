"""Pages and API: served by granian."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.config.settings")
# A command asks the database again and again and waits for the interpreter after each answer: by default up to 5 ms
# while its neighbour computes.
sys.setswitchinterval(0.0005)

application = get_wsgi_application()
# What is loaded now stays: looking through it for garbage would hold up a command for a fifth of a second.
gc.collect()
gc.freeze()
