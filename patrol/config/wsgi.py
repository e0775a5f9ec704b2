"""Pages and API: served by granian."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.config.settings")
# A command asks the database some twenty times and waits for the interpreter after each answer: by default up to 5 ms
# while a neighbour ranks units.
sys.setswitchinterval(0.0005)

application = get_wsgi_application()
