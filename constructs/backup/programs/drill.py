"""
Restores the newest backup into a PostgreSQL of its own, which is thrown away, and compares what comes back with the manifest. A backup
that has never been restored is only a hope.

BACKUP_SCRATCH   directory for the backup's files, the server and its socket
beside those of store.py
"""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager

import manifest
import restore
import status
from database import Server, errors_of
from failure import Failure, log, run
from store import Store

START_SECONDS = 300
# Nobody else connects, and what a crash would lose is thrown away in any case.
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_wal_size": "4GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "logging_collector": "off",
}


@contextmanager
def scratch_server(directory, superuser):
    """A server that only this process reaches. Its superuser has the name that the dumped server's has: grants refer to it."""
    data, socket = os.path.join(directory, "data"), os.path.join(directory, "s")
    os.mkdir(socket, 0o700)
    own = {**os.environ, "PGUSER": superuser, "PGSSLMODE": "disable"}
    server = Server(socket, 5432, own)
    server.run("initdb", f"--pgdata={data}", f"--username={superuser}", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    options = [word for name, value in {**SETTINGS, "unix_socket_directories": socket}.items() for word in ("-c", f"{name}={value}")]
    log_file = os.path.join(directory, "server.log")
    with open(log_file, "wb") as output:
        process = subprocess.Popen(["postgres", "-D", data, *options], env=own, stdout=output, stderr=output)
    try:
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                server.query("SELECT")
                break
            except Failure:
                if process.poll() is not None or time.monotonic() > end:
                    with open(log_file, errors="replace") as said:
                        raise Failure(f"the scratch server does not start: {errors_of(said.read())}") from None
                time.sleep(0.2)
        yield server
    finally:
        process.terminate() if process.poll() is None else None
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def drill(store):
    began = time.time()
    directory = os.path.join(os.environ["BACKUP_SCRATCH"], "drill")
    shutil.rmtree(directory, ignore_errors=True)
    os.mkdir(directory, 0o700)
    key, described = restore.chosen(store)
    log(f"{key}: {round(began - described['began'])} s old")
    restore.fetch(store, key, described, directory)
    with scratch_server(directory, described["superuser"]) as server:
        path = os.path.join(directory, "globals.sql")
        with open(path) as file:
            text = restore.missing_roles(file.read(), server.query("SELECT quote_ident(rolname) FROM pg_roles").split("\n"))
        with open(path, "w") as file:
            file.write(text)
        server.run("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=on", "--dbname=postgres", f"--file={path}")
        for name in described["databases"]:
            server.run("createdb", "--template=template0", "--maintenance-db=postgres", name)
            server.run("pg_restore", "--exit-on-error", f"--dbname={name}", os.path.join(directory, f"{name}.dump"))
            restore.compare(server, described, name, name)
    shutil.rmtree(directory)
    ended = time.time()
    log(f"{key}: restored and compared in {round(ended - began)} s")
    return {
        "drill_last_success_timestamp_seconds": ended,
        "drill_last_duration_seconds": ended - began,
        "drill_restored_age_seconds": began - described["began"],
    }


def main():
    store = Store()
    with status.recorded(store, manifest.KIND, status.DRILL_ATTEMPT, "drill_"):
        status.write(store, manifest.KIND, status.DRILL_SUCCESS, drill(store))


if __name__ == "__main__":
    run("drill", main)
