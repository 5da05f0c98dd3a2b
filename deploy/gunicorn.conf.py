"""How gunicorn serves the pages: few processes, each with threads that share its pool of connections."""

import os

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = int(os.environ.get("REENCUENTRO_PROCESSES", "2"))
threads = 8  # as many as the pool has connections
timeout = 60
graceful_timeout = 30
max_requests, max_requests_jitter = 10_000, 1_000
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a beat on a disk could wait for the disk
forwarded_allow_ips = os.environ.get("REENCUENTRO_PROXY_ADDRESSES", "127.0.0.1")
# Never the address: somebody may have typed a name into it. Who looked at whom is in the registry's own log.
access_log_format = "%(h)s %(m)s %(s)s %(L)s"
accesslog = "-"
limit_request_line = 4094
