"""How gunicorn serves the site: `gunicorn -c config/gunicorn.conf.py config.wsgi`."""

import ctypes
import gc
import os
import shutil
import signal
import sys
import tempfile

# Threads, since pages wait for the database more than they compute.
worker_class = "config.lingering.LingeringWorker"
workers = int(os.environ.get("COUNTERCLAIM_WORKERS", 2))
threads = int(os.environ.get("COUNTERCLAIM_THREADS", 4))
bind = "{}:{}".format(os.environ.get("COUNTERCLAIM_HOST", "127.0.0.1"), os.environ.get("COUNTERCLAIM_PORT", "8000"))
preload_app = True  # load the site once, then fork: half the start, less memory
timeout = 60
graceful_timeout = 10
keepalive = 5
loglevel = "warning"  # requests are logged by the site itself, with their ids

# Where the workers' counts are added up, see config/metrics.py: named before the site is loaded.
counts = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="counterclaim-metrics-")

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)

# Of mallopt(3). A page of claims is half a megabyte: to have that from the system and give it back for each page costs
# as much as all that the site does for it. So each thread keeps up to this many bytes of what it has been using.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
KEPT_BYTES = 4 * 1024 * 1024


def on_starting(server):
    """Under `manage.py up`, do not outlive it: a web server without its keeper would only hold the port."""
    if os.environ.get("COUNTERCLAIM_KEPT") and sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def when_ready(server):
    """What is loaded by now stays: nobody need look through it for garbage again, in any of the workers."""
    gc.collect()
    gc.freeze()
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):  # glibc's
        libc.mallopt(TRIM_THRESHOLD, KEPT_BYTES)
        libc.mallopt(MMAP_THRESHOLD, KEPT_BYTES)


def on_exit(server):
    shutil.rmtree(counts, ignore_errors=True)
