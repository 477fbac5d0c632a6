"""The holidays of countries and regions, by the `holidays` library."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import holidays as library

if TYPE_CHECKING:
    from datetime import date

    from trivium.work.calendars.calendar import PublicHolidays


@lru_cache(maxsize=1024)
def days_of(which: PublicHolidays, year: int) -> dict[date, str]:
    """The days of a year and what they are called; empty for years of which nothing is known."""
    found = library.country_holidays(
        which.country,
        subdiv=which.region,
        years=year,
        expand=False,
        observed=which.observed,
        categories=which.categories,
    )
    return dict(found.items())


def fault_of(which: PublicHolidays) -> str | None:
    """What is wrong with the choice, if anything is: what was expected and what was found."""
    regions = library.list_supported_countries(include_aliases=True).get(which.country)
    if regions is None:
        return f"Expected a country of ISO 3166-1 such as DE, but found `{which.country}`."
    if which.region is not None and which.region not in regions:
        known = ", ".join(sorted(regions)) or "none"
        return f"Expected a region of {which.country} ({known}), but found `{which.region}`."
    known_categories = library.country_holidays(which.country).supported_categories
    strange = [each for each in which.categories if each not in known_categories]
    if strange:
        return (
            f"Expected categories of holidays of {which.country}"
            f" ({', '.join(sorted(known_categories))}), but found {', '.join(strange)}."
        )
    return None
