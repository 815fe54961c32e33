"""
Which backups are kept. Every good one of the last days, after that the first of each week, for a number of weeks; and always the newest
good ones, however old they are. What is not good is kept while somebody may look at it, and while it may still be on its way.
"""

from datetime import datetime, timezone

DAY = 86400
# Longer than any backup may take, and a working week to look at what was left of one that failed.
BROKEN_DAYS = 7


def week_of(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).isocalendar()[:2]


def expired(backups, now, days, weeks, least):
    """
    The keys whose time is over. `backups`: when each was stored, and whether it is good, by key. All times are of the clock of the
    bucket's server, `now` among them: a machine whose clock is wrong deletes nothing for it.
    """
    good = sorted((stored, key) for key, (stored, whole) in backups.items() if whole)
    kept = {key for _, key in good[-max(1, least) :]}
    weekly = set()
    for stored, key in good:
        age = now - stored
        if age < days * DAY:
            kept.add(key)
        if week_of(stored) not in weekly and age < weeks * 7 * DAY:
            kept.add(key)
        weekly.add(week_of(stored))
    for key, (stored, whole) in backups.items():
        if not whole and now - stored < BROKEN_DAYS * DAY:
            kept.add(key)
    return sorted(set(backups) - kept)
