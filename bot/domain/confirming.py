"""When a mentor is asked whether the offer still stands.

Ninety days after they last said so, and every offer each August, when a school year begins and plans have changed. Who
made, changed or confirmed it since the middle of July had the new year in mind, and what falls due in July, when
schools are closed, waits for August.
"""

from datetime import date, timedelta

FRESH = timedelta(days=90)
JULY, AUGUST = 7, 8
NEW_YEAR_IN_MIND = 15  # of July


def ask_on(confirmed: date) -> date:
    """The first day, local to the mentor, on which an offer that was confirmed on a day is asked about again."""
    after = confirmed + FRESH
    year = confirmed.year + (confirmed >= date(confirmed.year, JULY, NEW_YEAR_IN_MIND))
    august = date(year, AUGUST, 1)
    return august if after >= date(year, JULY, 1) else after
