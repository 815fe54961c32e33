"""What drills and restores have in common: a backup is fetched and checked, and what was restored is compared with its manifest."""

import os

import manifest
from database import content_of, differences
from failure import Failure, log

LATEST = "latest"


def chosen(store, wanted=LATEST):
    """Key, manifest and files of a backup that can be trusted so far: its manifest is whole, and its files are those that it lists."""
    backups = manifest.by_backup(store.list(manifest.PREFIX))
    named = [key for key, files in sorted(backups.items()) if manifest.NAME in files]
    if not named:
        raise Failure("there is no backup in the bucket")
    key = named[-1] if wanted == LATEST else wanted.rstrip("/")
    if key not in named:
        raise Failure(f"there is no backup {key}; the newest is {named[-1]}")
    described = manifest.read(store, key)
    wrong = manifest.misfit(described, backups[key])
    if wrong is not None:
        raise Failure(f"{key}: {wrong}")
    return key, described


def fetch(store, key, described, directory):
    """Downloads the files of a backup, and compares each with the manifest."""
    for file in described["files"]:
        with open(os.path.join(directory, file["name"]), "wb") as copy:
            size, digest = store.read(f"{key}/{file['name']}", copy.write)
        if (size, digest) != (file["size"], file["sha256"]):
            raise Failure(f"{key}/{file['name']} is not what was uploaded: its SHA-256 differs from the manifest's")
        log(f"{key}/{file['name']}: {size} bytes, as the manifest says")


def missing_roles(text, existing):
    """The statements of a `pg_dumpall --globals-only` without those that create roles that exist already."""
    created = {f"CREATE ROLE {name};" for name in existing}
    return "".join(line for line in text.splitlines(keepends=True) if line.strip() not in created)


def compare(server, described, name, database):
    """Fails where a restored database is not what the manifest says of it."""
    with server.session(database) as session:
        session.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        found = content_of(session)
    wrong = differences(described["databases"][name], found)
    if wrong:
        raise Failure(f"{database} is not what was dumped: {'; '.join(wrong)}")
    log(f"{database}: {len(found['rows'])} tables, {sum(found['rows'].values())} rows, as the manifest says")
