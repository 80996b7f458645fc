"""The web application. Under a process manager each worker leads its own group, so that Ctrl-C reaches the parent alone."""

import contextlib
import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

if os.name == "posix" and multiprocessing.parent_process() is not None:
    with contextlib.suppress(PermissionError):
        os.setpgid(0, 0)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
