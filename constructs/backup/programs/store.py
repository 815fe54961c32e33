"""
The bucket of the backups, by rclone. Its variables RCLONE_S3_… say where the bucket is and who asks.
https://rclone.org/s3/
"""

import hashlib
import json
import os
import re
import subprocess
from datetime import datetime, timezone

from failure import Failure, one_line

# An upload in parts is tried again part by part; a bucket that is not there is not asked for ten times.
BOUNDS = ["--retries", "2", "--low-level-retries", "3", "--contimeout", "10s", "--timeout", "60s", "--s3-no-check-bucket"]
# The line that says how rclone ended, with what it was caused by, which may be lines of its own.
REASON = re.compile(r"(?:Failed to |ERROR : )(.*)", re.DOTALL)
CHUNK = 1024 * 1024


class Store:
    def __init__(self, environment=os.environ):
        self.rclone = environment.get("BACKUP_RCLONE", "rclone")
        self.bucket = environment["BACKUP_BUCKET"]
        self.environment = {**environment, "TZ": "UTC"}

    def _remote(self, key):
        return f":s3:{self.bucket}/{key}"

    def _command(self, *words):
        return [self.rclone, "--config", "/dev/null", *BOUNDS, *words]

    def _failed(self, what, said):
        reasons = REASON.search(said[said.rfind("Failed to ") :] if "Failed to " in said else said)
        return Failure(f"{what} in the bucket {self.bucket}: {' '.join(reasons[1].split()) if reasons else one_line(said)}")

    def _run(self, what, *words, data=None):
        done = subprocess.run(self._command(*words), input=data, capture_output=True, check=False, env=self.environment)
        if done.returncode != 0:
            raise self._failed(what, done.stderr.decode(errors="replace"))
        return done.stdout

    def put(self, file, key):
        self._run(f"cannot write {key}", "copyto", file, self._remote(key))

    def put_text(self, text, key, content_type="text/plain"):
        words = ["rcat", "--header-upload", f"Content-Type: {content_type}", self._remote(key)]
        self._run(f"cannot write {key}", *words, data=text.encode())

    def get_text(self, key):
        return self._run(f"cannot read {key}", "cat", self._remote(key)).decode(errors="replace")

    def list(self, prefix):
        """Every object below a prefix: its key, its size in bytes, and the Unix time at which it was stored, by the server's clock."""
        words = ["lsjson", "--recursive", "--files-only", "--no-mimetype", "--use-server-modtime", self._remote(prefix)]
        try:
            said = self._run(f"cannot list {prefix}", *words)
        except Failure as failure:
            if "directory not found" in str(failure):  # a bucket without a key of this prefix; the bucket itself is there
                return []
            raise
        return [
            {"key": prefix + entry["Path"], "size": entry["Size"], "modified": unix_time(entry["ModTime"])} for entry in json.loads(said)
        ]

    def delete(self, key):
        self._run(f"cannot delete {key}", "deletefile", self._remote(key))

    def read(self, key, write=None):
        """Reads an object to its end, and returns its size and SHA-256; `write` gets every chunk."""
        command = self._command("cat", self._remote(key))
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment) as process:
            digest, size = hashlib.sha256(), 0
            while True:
                chunk = process.stdout.read(CHUNK)
                if not chunk:
                    break
                digest.update(chunk)
                size += len(chunk)
                if write is not None:
                    write(chunk)
            said = process.stderr.read().decode(errors="replace")
        if process.returncode != 0:
            raise self._failed(f"cannot read {key}", said)
        return size, digest.hexdigest()


def unix_time(text):
    """Of rclone's `2026-11-28T02:00:00.123456789Z`, whose fractions Python 3.9 cannot read."""
    return int(datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc).timestamp())


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()
