"""
One backup in the bucket: `database/<when it began>/` with its files, and last of all a manifest that lists them. Without a manifest, or
with one that does not fit its files, there is no backup.
"""

import json
import re
from datetime import datetime, timezone

from failure import Failure

KIND = "database"
PREFIX = f"{KIND}/"
NAME = "manifest.json"
VERSION = 1
KEY = re.compile(rf"^{PREFIX}(\d{{4}}-\d\d-\d\dT\d\d-\d\d-\d\dZ)/(.+)$")


def key_of(seconds):
    """`database/2026-11-28T02-00-00Z`: sorts by time, and has no character that a shell or a URL would change."""
    return PREFIX + datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H-%M-%SZ")


def began_of(key):
    """Unix time in a key; None where the key is no backup's."""
    found = KEY.match(f"{key}/.")
    if found is None:
        return None
    try:
        return int(datetime.strptime(found[1], "%Y-%m-%dT%H-%M-%SZ").replace(tzinfo=timezone.utc).timestamp())
    except ValueError:
        return None


def read(store, key):
    """A manifest, or why it is none."""
    try:
        manifest = json.loads(store.get_text(f"{key}/{NAME}"))
    except ValueError:
        raise Failure(f"{key}: its manifest is not whole") from None
    if not isinstance(manifest, dict) or manifest.get("version") != VERSION:
        raise Failure(f"{key}: its manifest is of another version")
    if not manifest.get("files") or not manifest.get("databases"):
        raise Failure(f"{key}: its manifest lists nothing")
    return manifest


def misfit(manifest, files):
    """Why the files that are stored are not those of the manifest; None: they fit. `files`: entries of a listing by name."""
    for file in manifest["files"]:
        stored = files.get(file["name"])
        if stored is None:
            return f"{file['name']} is missing"
        if stored["size"] != file["size"]:
            return f"{file['name']} has {stored['size']} bytes instead of {file['size']}"
        if stored["modified"] > files[NAME]["modified"]:
            return f"{file['name']} is newer than the manifest"
    return None


def by_backup(listing):
    """The entries of a listing by backup and by name; what is no backup's is left out."""
    backups = {}
    for entry in listing:
        found = KEY.match(entry["key"])
        if found is not None and began_of(PREFIX + found[1]) is not None:
            backups.setdefault(PREFIX + found[1], {})[found[2]] = entry
    return backups


def verified(store, listing):
    """Whether each backup of a listing is whole: its manifest can be read, and its files are there in the size it says."""
    found = {}
    for key, files in sorted(by_backup(listing).items()):
        try:
            found[key] = NAME in files and misfit(read(store, key), files) is None
        except Failure:
            found[key] = False
    return found
