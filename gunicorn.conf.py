"""The web server's settings, for `make run` and for production alike."""

import gc
from pathlib import Path
from typing import Any

from pmo_portal import env
from pmo_portal.supervisor import die_with_parent

bind = f"{env.text('HOST', '127.0.0.1')}:{env.number('PORT', 8000)}"
worker_class = "gthread"
workers = env.number("WEB_WORKERS", 2)
threads = env.number("WEB_THREADS", 4)
max_requests, max_requests_jitter = 2000, 200
timeout, graceful_timeout, keepalive = 60, 10, 5
control_socket_disable = True  # two portals of one user would share its path
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory, no file
loglevel = "warning"


def post_fork(_server: Any, _worker: Any) -> None:
    """End with the master, however it ends."""
    die_with_parent()


def post_worker_init(_worker: Any) -> None:
    """Take everything loaded so far out of the garbage collector's rounds."""
    gc.collect()
    gc.freeze()
