"""
One backup of every database of a server, with its roles: dumped from a standby where there is one, uploaded, read back and compared, and
made known by its manifest, which is written last. Then what is too old is deleted.

BACKUP_PRIMARY, BACKUP_REPLICAS   addresses of PostgreSQL, host:port
BACKUP_DATABASE                   the database in which the server itself is asked: one that the role of the backups may connect to
BACKUP_HIDES_WAL                  yes: the server does not tell where its write-ahead log is, and its standbys share its storage
BACKUP_SCRATCH                    directory for the files before they are uploaded
BACKUP_SCRATCH_BYTES              what it may hold
BACKUP_KEEP_DAYS, BACKUP_KEEP_WEEKS, BACKUP_KEEP_LEAST   see retention.py
beside those of database.py and store.py
"""

import os
import shutil
import threading
import time
from contextlib import contextmanager

import manifest
import retention
import status
from database import Server, content_of, json_text
from failure import Failure, log, run
from store import Store, sha256_of

LOCK = "SELECT pg_try_advisory_lock(hashtext('massrouter backup'))"
# How long a standby may take to replay what the primary has written when the backup begins.
REPLAY_SECONDS = 300
POLL_SECONDS = 0.2

# `postgres` is there for those who do not know the name of another one; nothing of the application is in it.
DATABASES = """
SELECT datname FROM pg_database
WHERE datallowconn AND NOT datistemplate AND datname NOT IN ('postgres', 'rdsadmin') AND has_database_privilege(oid, 'CONNECT')
ORDER BY 1
"""


def address(name):
    host, _, port = os.environ[name].rpartition(":")
    return Server(host, port, database=os.environ["BACKUP_DATABASE"])


def replayed(primary, replica):
    """Whether a standby has all that the primary had committed when it was asked."""
    if replica.query("SELECT pg_is_in_recovery()") != "t":
        return False
    if os.environ.get("BACKUP_HIDES_WAL") == "yes":
        return True
    wanted = primary.query("SELECT pg_current_wal_flush_lsn()")
    end = time.monotonic() + REPLAY_SECONDS
    while replica.query(f"SELECT pg_last_wal_replay_lsn() >= '{wanted}'") != "t":
        if time.monotonic() > end:
            raise Failure(f"{replica.name} is more than {REPLAY_SECONDS} s behind the primary")
        time.sleep(1)
    return True


def source(primary, replica):
    """The server to dump from. A standby that is away or behind is no reason to go without a backup."""
    if replica.name == primary.name:
        return primary
    try:
        return replica if replayed(primary, replica) else primary
    except Failure as failure:
        log(f"the primary is dumped, because {failure}")
        return primary


@contextmanager
def bounded(directory, limit):
    """Stops the backup when its files grow beyond the limit, before the node evicts the pod and nobody says why."""
    over = threading.Event()
    ended = threading.Event()

    def watch():
        while not ended.wait(POLL_SECONDS):
            if sum(entry.stat().st_size for entry in os.scandir(directory)) > limit:
                over.set()
                os.kill(os.getpid(), 15)
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    except Failure:
        if over.is_set():
            raise Failure(f"the files are larger than the {limit} bytes of the scratch volume {directory}") from None
        raise
    finally:
        ended.set()


def dump(server, directory):
    """Files of a backup, and what is in them. Each database is dumped in the snapshot in which its rows are counted."""
    files, databases = [], {}
    names = server.query(DATABASES).split("\n")
    if names == [""]:
        raise Failure(f"there is no database at {server.name} that {os.environ.get('PGUSER')} may read")
    path = os.path.join(directory, "globals.sql")
    # The role of the backups may not read passwords, and a backup should not hold them: each login gets its own from its Secret.
    server.run("pg_dumpall", "--globals-only", "--no-role-passwords", f"--database={server.database}", f"--file={path}")
    files.append("globals.sql")
    for name in names:
        with server.session(name) as session:
            session.query("SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0")
            session.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = session.query("SELECT pg_export_snapshot()")[0]
            databases[name] = content_of(session)
            file = f"{name}.dump"
            path = os.path.join(directory, file)
            # A standby has nothing of an unlogged table, and would end the dump with an error.
            server.run(
                *["pg_dump", "--format=custom", "--no-unlogged-table-data", "--lock-wait-timeout=60s", "--no-password"],
                *[f"--snapshot={snapshot}", f"--dbname={name}", f"--file={path}"],
            )
            server.run("pg_restore", "--list", path)  # it ends with its table of contents, or it is not whole
            files.append(file)
    return files, databases


def upload(store, key, directory, names):
    """Uploads every file, reads it back, and returns what the manifest says of it."""
    described = []
    for name in names:
        path = os.path.join(directory, name)
        size, digest = os.path.getsize(path), sha256_of(path)
        store.put(path, f"{key}/{name}")
        if store.read(f"{key}/{name}") != (size, digest):
            raise Failure(f"{key}/{name} is not in the bucket as it was uploaded")
        described.append({"name": name, "size": size, "sha256": digest})
        log(f"{key}/{name}: {size} bytes, read back")
    return described


def expire(store, key):
    """Deletes what is too old, each manifest first: what is half deleted is no backup. Returns how many good ones are left."""
    listing = store.list(manifest.PREFIX)
    files = manifest.by_backup(listing)
    good = manifest.verified(store, listing)
    if not good.get(key):
        raise Failure(f"{key} is not whole in the bucket")
    stored = {name: max(entry["modified"] for entry in entries.values()) for name, entries in files.items()}
    days, weeks, least = (int(os.environ[f"BACKUP_KEEP_{name}"]) for name in ("DAYS", "WEEKS", "LEAST"))
    old = retention.expired({name: (stored[name], good[name]) for name in files}, stored[key], days, weeks, least)
    for name in old:
        for file in sorted(files[name], key=lambda file: file != manifest.NAME):
            store.delete(f"{name}/{file}")
        log(f"{name}: deleted")
    return sum(good.values()) - sum(good[name] for name in old)


def backup(store, primary, replica):
    began = time.time()
    scratch = os.environ["BACKUP_SCRATCH"]
    directory = os.path.join(scratch, "backup")
    shutil.rmtree(directory, ignore_errors=True)
    os.mkdir(directory)
    key = manifest.key_of(began)
    with primary.session(primary.database) as lock, bounded(directory, int(os.environ["BACKUP_SCRATCH_BYTES"])):
        if lock.query(LOCK) != ["t"]:
            raise Failure("another backup is running")
        server = source(primary, replica)
        log(f"{key}: dumping {server.name}")
        names, databases = dump(server, directory)
        version = server.query("SHOW server_version")
        superuser = server.query("SELECT rolname FROM pg_roles WHERE oid = 10")  # the one that initdb made
        files = upload(store, key, directory, names)
        ended = time.time()
        described = {
            "version": manifest.VERSION,
            "kind": manifest.KIND,
            "began": began,
            "ended": ended,
            "source": server.name,
            "server_version": version,
            "superuser": superuser,
            "databases": databases,
            "files": files,
        }
        text = json_text(described)
        store.put_text(text, f"{key}/{manifest.NAME}", "application/json")
        if store.get_text(f"{key}/{manifest.NAME}") != text:
            raise Failure(f"{key}/{manifest.NAME} is not in the bucket as it was uploaded")
        copies = expire(store, key)
    shutil.rmtree(directory)
    size = sum(file["size"] for file in files)
    success = {
        "last_success_timestamp_seconds": began,
        "last_duration_seconds": time.time() - began,
        "last_size_bytes": size,
        "stored_copies": copies,
    }
    status.write(store, manifest.KIND, status.SUCCESS, success)
    log(f"{key}: {size} bytes, {sum(sum(one['rows'].values()) for one in databases.values())} rows; {copies} good backups in the bucket")


def main():
    store = Store()
    with status.recorded(store, manifest.KIND, status.ATTEMPT):
        backup(store, address("BACKUP_PRIMARY"), address("BACKUP_REPLICAS"))


if __name__ == "__main__":
    run("backup", main)
