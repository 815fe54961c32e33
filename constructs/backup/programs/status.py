"""
What is known of backups and drills, as objects in the bucket: `status/<kind>.<part>` holds lines of Prometheus' text format. Each part
has one writer and is replaced as a whole, so a failed attempt leaves what is known of the last good one.
docs/backup-metrics.md has the names.
"""

import time
from contextlib import contextmanager

from failure import Failure, log

PREFIX = "status/"
NAMESPACE = "massrouter_backup_"

ATTEMPT = "attempt"
SUCCESS = "success"
DRILL_ATTEMPT = "drill-attempt"
DRILL_SUCCESS = "drill-success"


def write(store, kind, part, values):
    """Replaces a part. `values`: numbers by the name of their metric."""
    lines = [f'{NAMESPACE}{name}{{kind="{kind}"}} {value}\n' for name, value in sorted(values.items())]
    store.put_text("".join(lines), f"{PREFIX}{kind}.{part}")


@contextmanager
def recorded(store, kind, part, prefix=""):
    """Records the end of an attempt, however it ends. `prefix`: of the names of its metrics."""
    good = 0
    try:
        yield
        good = 1
    finally:
        values = {f"{prefix}last_attempt_timestamp_seconds": time.time(), f"{prefix}last_attempt_success": good}
        try:
            write(store, kind, part, values)
        except Failure as failure:
            if good:
                raise
            log(f"the attempt is not recorded: {failure}")  # what is told is the reason of the attempt's own end
