"""Makes the copies of the archive when they are due, where this member is the primary, and tells how they went.

The archive itself knows when the last copy was made: a new primary goes on where the old one was. What is told is described in
docs/backup-metrics.md. `backups.py full` and `backups.py diff` make one copy at once.
"""

import datetime
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time

STANZA = os.environ["POSTGRES_ARCHIVE_STANZA"]
WEEKDAY = os.environ["POSTGRES_ARCHIVE_DAY"]
HOUR = int(os.environ["POSTGRES_ARCHIVE_HOUR"])
LISTEN = os.environ["POSTGRES_ARCHIVE_LISTEN"]
SOCKET = os.environ["POSTGRES_RUN"]
PORT = os.environ["POSTGRES_PORT"]
SUPERUSER = os.environ["POSTGRES_SUPERUSER"]

LOOK_SECONDS = int(os.environ["POSTGRES_ARCHIVE_LOOK_SECONDS"])
RETRY_SECONDS = int(os.environ["POSTGRES_ARCHIVE_RETRY_SECONDS"])
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
PREFIX = "massrouter_backup_"


class Failed(Exception):
    """What a program said when it failed, in one line."""


def run(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as problem:
        raise Failed(str(problem)) from problem
    if done.returncode == 0:
        return done.stdout
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    errors = [line.split("]: ", 1)[-1] for line in lines if "ERROR: [" in line]
    raise Failed((errors or lines[-1:] or ["exit code " + str(done.returncode)])[0])


def pgbackrest(*words):
    return run("pgbackrest", "--stanza=" + STANZA, *words)


def is_primary():
    question = ["--tuples-only", "--no-align", "--command=SELECT pg_is_in_recovery()"]
    login = ["--host=" + SOCKET, "--port=" + PORT, "--username=" + SUPERUSER, "--dbname=postgres"]
    try:
        return run("psql", "--no-psqlrc", *login, *question).strip() == "f"
    except Failed:
        return False  # it is starting, or stopping


def copies_in(answer):
    """The good copies, the oldest first, and whether the archive has been made."""
    found = [one for one in json.loads(answer) if one["name"] == STANZA]
    stanza = found[0] if found else {"backup": [], "db": []}
    good = [copy for copy in stanza["backup"] if not copy.get("error")]
    return sorted(good, key=lambda copy: copy["timestamp"]["stop"]), len(stanza["db"]) > 0


def last_due(now, weekday=None):
    """The last moment, at or before now, at which a copy was due."""
    moment = datetime.datetime.fromtimestamp(now, datetime.timezone.utc)
    due = moment.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    while due > moment or (weekday is not None and DAYS[due.weekday()] != weekday):
        due -= datetime.timedelta(days=1)
    return due.timestamp()


def kind_due(copies, now):
    full = [copy["timestamp"]["start"] for copy in copies if copy["type"] == "full"]
    if not full or max(full) < last_due(now, WEEKDAY):
        return "full"
    return "diff" if max(copy["timestamp"]["start"] for copy in copies) < last_due(now) else None


class Report:
    """What is told of the copies. Attempts are told by the primary alone; the archive remembers the good ones. And whether this primary has
    seen to it that nothing from before its time is missing."""

    def __init__(self):
        self.copies = []
        self.attempt = None
        self.primary = False
        self.complete = False

    def lines(self):
        values = {}
        if self.copies:
            last = self.copies[-1]
            start, stop = last["timestamp"]["start"], last["timestamp"]["stop"]
            values["last_success_timestamp_seconds"] = start
            values["last_duration_seconds"] = stop - start
            values["last_size_bytes"] = last["info"]["repository"]["size"]
            values["stored_copies"] = len(self.copies)
            values["last_attempt_timestamp_seconds"] = stop
            values["last_attempt_success"] = 1
        if self.attempt is not None:
            values["last_attempt_timestamp_seconds"], values["last_attempt_success"] = self.attempt
        if not self.primary:
            values.pop("last_attempt_timestamp_seconds", None)
            values.pop("last_attempt_success", None)
        for name, value in values.items():
            yield f"# TYPE {PREFIX}{name} gauge\n"
            yield f'{PREFIX}{name}{{kind="archive"}} {value}\n'


REPORT = Report()


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = "".join(REPORT.lines()).encode() if self.path == "/metrics" else None
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_):
        pass


def copy_when_due():
    """One look. True if there is nothing to try again."""
    REPORT.primary = is_primary()
    REPORT.copies, made = copies_in(pgbackrest("--output=json", "info"))
    if not REPORT.primary:
        REPORT.attempt, REPORT.complete = None, False
        return
    if made and not REPORT.complete:
        print(run("/bin/sh", os.path.join(os.path.dirname(__file__), "push-missing.sh")), end="", flush=True)
        REPORT.complete = True
    kind = kind_due(REPORT.copies, time.time())
    if made and kind is None:
        return
    if not made:
        pgbackrest("stanza-create")
        print("the archive is made", flush=True)
    pgbackrest("--type=" + kind, "backup")
    REPORT.attempt = (time.time(), 1)
    REPORT.copies, _ = copies_in(pgbackrest("--output=json", "info"))
    print("a copy is made:", kind, flush=True)


def main(words):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if words:
        try:
            pgbackrest("--type=" + words[0], "backup")
        except Failed as problem:
            sys.exit("backup: " + str(problem))
        return
    host, port = LISTEN.rsplit(":", 1)
    server = http.server.ThreadingHTTPServer((host, int(port)), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while True:
        wait = LOOK_SECONDS
        try:
            copy_when_due()
        except Failed as problem:
            if REPORT.primary:
                REPORT.attempt = (time.time(), 0)
            print("no copy is made:", problem, file=sys.stderr, flush=True)
            wait = RETRY_SECONDS if REPORT.copies else LOOK_SECONDS
        time.sleep(wait)


if __name__ == "__main__":
    main(sys.argv[1:])
