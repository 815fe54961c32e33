"""
Random histories of backups: some good, some broken, days left out. After every run of the retention it is asked what must always hold.

retention_histories.py <directory of the programs> <number of histories> <seed>
"""

import random
import sys

sys.path.insert(0, sys.argv[1])
import retention

DAY = 86400


def problem(backups, before, now, days, weeks, least):
    """What does not hold after a run; None: everything does."""
    good = {key for key, (_, whole) in backups.items() if whole}
    good_before = sorted((stored, key) for key, (stored, whole) in before.items() if whole)
    if not good and good_before:
        return "no good backup is left"
    if not {key for _, key in good_before[-least:]} <= good:
        return "one of the newest good backups is gone"
    if any(now - stored < days * DAY and key not in good for stored, key in good_before):
        return "a good backup of the last days is gone"
    oldest = max(days, weeks * 7) * DAY
    if sum(now - backups[key][0] >= oldest for key in good) > least:
        return "a good backup is kept for ever"
    if any(not whole and now - stored >= retention.BROKEN_DAYS * DAY for stored, whole in backups.values()):
        return "a broken backup is kept for ever"
    if len(good) > days * 4 + weeks + 1 + least:
        return "more is kept than there are days and weeks"
    return None


def history(choose):
    days, weeks, least = choose.randint(1, 40), choose.randint(0, 20), choose.randint(1, 5)
    backups, now = {}, 1_700_000_000
    for number in range(choose.randint(1, 60)):
        now += int(choose.choice([0.25, 1, 1, 1, 1, 7, 40]) * DAY) + choose.randint(0, 3600)
        whole = choose.random() < 0.7
        backups[f"{number:04}"] = (now, whole)
        if not whole:
            continue  # a backup that fails deletes nothing
        # A copy may break where it lies.
        for key in [key for key in backups if choose.random() < 0.02 and key != f"{number:04}"]:
            backups[key] = (backups[key][0], False)
        before = dict(backups)
        for key in retention.expired(backups, now, days, weeks, least):
            del backups[key]
        found = problem(backups, before, now, days, weeks, least)
        if found is not None:
            return f"{found}: days {days}, weeks {weeks}, least {least}, {sorted(before.items())}"
    return None


def main():
    choose = random.Random(int(sys.argv[3]))
    for _ in range(int(sys.argv[2])):
        found = history(choose)
        if found is not None:
            sys.exit(found)
    print(f"{sys.argv[2]} histories")


main()
