"""
Serves what is known of backups and drills at /metrics, as docs/backup-metrics.md has it: the parts of the status in the bucket, which
outlives every Job, read again and again. While the bucket cannot be read nothing is told, and an alert asks who tells of the backups.

BACKUP_LISTEN           host:port
BACKUP_REFRESH_SECONDS  how often the bucket is read
beside those of store.py
"""

import os
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import status
from failure import Failure, log, run
from store import Store

HELP = {
    "last_attempt_timestamp_seconds": "When the last attempt ended, however it ended.",
    "last_attempt_success": "1: the last attempt went well.",
    "last_success_timestamp_seconds": "When the last good backup began.",
    "last_duration_seconds": "How long the last good backup took.",
    "last_size_bytes": "Size of the last good backup as it is stored.",
    "stored_copies": "Good backups in the bucket.",
    "drill_last_attempt_timestamp_seconds": "When the last restore that was tried ended.",
    "drill_last_attempt_success": "1: the last restore went well.",
    "drill_last_success_timestamp_seconds": "When the last good restore ended.",
    "drill_last_duration_seconds": "How long the last good restore took.",
    "drill_restored_age_seconds": "How old the newest data in the last good restore were when it began.",
}
LINE = re.compile(rf'^{status.NAMESPACE}([a-z_]+)(\{{kind="[a-z-]+"\}} [-+.e0-9]+)$')
TEXT = "text/plain; version=0.0.4; charset=utf-8"


def exposition(parts):
    """The lines of all parts by metric, with help and type. A line that is none of the contract's is left out."""
    samples = {}
    for text in parts:
        for line in text.splitlines():
            found = LINE.match(line)
            if found is not None and found[1] in HELP:
                samples.setdefault(found[1], []).append(found[2])
    lines = []
    for name in [name for name in HELP if name in samples]:
        lines += [f"# HELP {status.NAMESPACE}{name} {HELP[name]}", f"# TYPE {status.NAMESPACE}{name} gauge"]
        lines += [f"{status.NAMESPACE}{name}{rest}" for rest in sorted(samples[name])]
    return "".join(f"{line}\n" for line in lines)


class Known:
    """What was read last."""

    text = ""

    def refresh(self, store):
        try:
            self.text = exposition(store.get_text(entry["key"]) for entry in store.list(status.PREFIX))
        except Failure as failure:
            self.text = ""
            log(f"nothing is told: {failure}")


def handler(known):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            code, body = (200, known.text) if self.path == "/metrics" else (200, "ok\n") if self.path == "/health" else (404, "")
            self.send_response(code)
            self.send_header("content-type", TEXT)
            self.send_header("content-length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    return Handler


def main():
    known, store = Known(), Store()
    host, _, port = os.environ["BACKUP_LISTEN"].rpartition(":")
    seconds = float(os.environ["BACKUP_REFRESH_SECONDS"])
    server = ThreadingHTTPServer((host, int(port)), handler(known))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    log(f"listening at {host}:{port}")
    while True:
        known.refresh(store)
        threading.Event().wait(seconds)


if __name__ == "__main__":
    run("exporter", main)
