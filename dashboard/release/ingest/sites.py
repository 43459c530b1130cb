"""Sites given by hand, as one line of text each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import polars as pl

from dashboard import cells
from dashboard.boundary import nearest_m as nearest_of
from dashboard.errors import InputError, ScopeError
from dashboard.release.check.shapes import hidden, shaped_like_identifier
from dashboard.site import Site
from dashboard.sphere import distance_m

NEAR_M = 3_000

_FORM = 'expected name,latitude,longitude such as "Hakaniemi market hall,60.1795,24.9508"'


def parse_site(text: str) -> Site:
    """Return the site that "name,latitude,longitude" describes; the name may hold commas, its words make the site_id.

    Raises InputError if a part is missing or is no number, or degrees are out of range.
    """
    parts = [part.strip() for part in text.rsplit(",", 2)]
    if len(parts) < 3 or not parts[0]:
        msg = f"site is {text!r}, {_FORM}"
        raise InputError(msg)
    name, lat, lng = parts
    site_id = site_id_of(name)
    try:
        site = Site(site_id=site_id, name=name, kind="market", lat=float(lat), lng=float(lng))
    except ValueError:
        msg = f"site is {text!r}: {lat!r} and {lng!r} are not both numbers, {_FORM}"
        raise InputError(msg) from None
    except ScopeError as error:
        msg = f"site is {text!r}: {error}; {_FORM}"
        raise InputError(msg) from None
    if shaped_like_identifier(name):
        msg = f"the name of a site is {hidden(name)!r}: it holds what is shaped like an identifier"
        raise InputError(msg)
    return site


def site_id_of(name: str) -> str:
    """Return a site_id made of the words of a name."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", name).lower()).strip("-")


def near_the_counts(sites: Sequence[Site], counted: pl.Series) -> Iterator[str]:
    """Yield a warning for each site that no counted cell is near.

    Raises InputError for one that would be if its latitude and longitude were exchanged.
    """
    centres = cells.centres(counted.unique().to_numpy())
    for site in sites:
        nearest_m = float(nearest_of(site.shapes, *centres.T).min())
        if nearest_m <= NEAR_M:
            continue
        far = (
            f"no counted cell lies within {NEAR_M / 1000:g} km of {site.name} (the nearest is "
            f"{nearest_m / 1000:,.0f} km away)"
        )
        exchanged = (site.lng, site.lat)
        if abs(site.lng) <= 90 and distance_m(exchanged, *centres.T).min() <= NEAR_M:
            msg = f"{far}; with latitude and longitude exchanged it would lie among them: are they?"
            raise InputError(msg)
        yield far


def check_distinct(sites: Sequence[Site]) -> None:
    """Raise InputError if two sites share a site_id."""
    ids = [site.site_id for site in sites]
    twice = sorted({site_id for site_id in ids if ids.count(site_id) > 1})
    if twice:
        msg = f"two sites have the site_id {twice[0]}, expected names that differ"
        raise InputError(msg)
