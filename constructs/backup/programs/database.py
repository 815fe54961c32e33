"""PostgreSQL, by its own programs. libpq's variables PGUSER, PGPASSWORD, PGSSLMODE and PGSSLROOTCERT say who asks, and how."""

import json
import os
import select
import subprocess

from failure import Failure, one_line

SEPARATOR = "\x1f"
END = "end-of-answer"

# A table's own rows only: its partitions are listed themselves. Tables of extensions, and unlogged ones, are not part of a dump.
TABLES = """
SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind = 'r' AND relpersistence = 'p' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
ORDER BY 1
"""

# Tables, columns, constraints and indexes: what a restore must bring back for the application to work.
SCHEMA = """
WITH relations AS (
  SELECT pg_class.oid, relkind, format('%I.%I', nspname, relname) AS name
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND relpersistence = 'p' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
), lines AS (
  SELECT concat_ws(' ', relkind, name) AS line FROM relations
  UNION ALL
  SELECT concat_ws(' ', 'column', name, attname, format_type(atttypid, atttypmod), attnotnull)
  FROM relations JOIN pg_attribute ON attrelid = relations.oid WHERE attnum > 0 AND NOT attisdropped AND relkind <> 'S'
  UNION ALL
  SELECT concat_ws(' ', 'constraint', name, conname, pg_get_constraintdef(pg_constraint.oid))
  FROM relations JOIN pg_constraint ON conrelid = relations.oid
  UNION ALL
  SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid)) FROM relations JOIN pg_index ON indrelid = relations.oid
)
SELECT md5(coalesce(string_agg(line, E'\\n' ORDER BY line COLLATE "C"), '')) FROM lines
"""


class Server:
    """One address of PostgreSQL."""

    def __init__(self, host, port, environment=os.environ, database="postgres"):
        self.environment = {**environment, "PGHOST": host, "PGPORT": str(port), "PGCONNECT_TIMEOUT": "10", "PGAPPNAME": "backup"}
        self.name = f"{host}:{port}"
        self.database = database  # where the server itself is asked

    def run(self, program, *words, **options):
        """Runs a program of PostgreSQL to its end, or fails with the line it ended with."""
        with subprocess.Popen(
            [program, *words],
            env=self.environment,
            stdout=options.get("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            stdin=options.get("stdin", subprocess.DEVNULL),
        ) as process:
            try:
                out, said = process.communicate()
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            raise Failure(f"{program} at {self.name}: {errors_of(said.decode(errors='replace'))}")
        return (out or b"").decode(errors="replace")

    def query(self, sql):
        return self.run("psql", *QUIET, f"--dbname={self.database}", f"--command={sql}").strip()

    def session(self, database):
        return Session(self, database)


QUIET = ["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=on", f"--field-separator={SEPARATOR}"]


def errors_of(said):
    """The line that names the error: programs of PostgreSQL may add details, hints and a count of warnings after it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    named = [line for line in lines if "error:" in line.lower() or "fatal:" in line.lower()]
    return named[0] if named else one_line(said)


class Session:
    """A connection that stays open: it holds a lock or a snapshot while other programs work."""

    def __init__(self, server, database):
        self.server = server
        self.process = subprocess.Popen(
            ["psql", *QUIET, f"--dbname={database}"],
            env=server.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )

    def query(self, sql):
        """The lines of an answer. A session that has ended says why."""
        try:
            self.process.stdin.write(f"{sql.strip().rstrip(';')};\n\\echo {END}\n".encode())
        except BrokenPipeError:
            self._failed()
        answer = b""
        while not answer.endswith(f"{END}\n".encode()):
            select.select([self.process.stdout], [], [])
            chunk = os.read(self.process.stdout.fileno(), 65536)
            if not chunk:
                self._failed()
            answer += chunk
        return answer.decode(errors="replace").splitlines()[:-1]

    def _failed(self):
        said = self.process.communicate()[1].decode(errors="replace")
        raise Failure(f"psql at {self.server.name}: {errors_of(said)}")

    def close(self):
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def content_of(session):
    """What a database holds, inside the session's snapshot: a digest of its schema, and the number of rows of every table."""
    tables = session.query(TABLES)
    rows = {table: int(session.query(f"SELECT count(*) FROM ONLY {table}")[0]) for table in tables}
    return {"schema": session.query(SCHEMA)[0], "rows": rows}


def differences(wanted, found):
    """What is otherwise than it should be, in words; none: the contents are the same."""
    lines = [] if wanted["schema"] == found["schema"] else ["tables, columns, constraints or indexes differ"]
    for table in sorted({*wanted["rows"], *found["rows"]}):
        before, after = wanted["rows"].get(table), found["rows"].get(table)
        if before != after:
            lines.append(f"{table} has {'no' if after is None else after} rows instead of {'none' if before is None else before}")
    return lines


def json_text(value):
    return json.dumps(value, indent=2, sort_keys=True) + "\n"
