"""Sites given by hand, as one line of text each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import polars as pl

from dashboard import cells
from dashboard.boundary import nearest_m as nearest_of
from dashboard.errors import InputError, ScopeError
from dashboard.language import _, mark
from dashboard.release.check.shapes import hidden, shaped_like_identifier
from dashboard.site import Site
from dashboard.sphere import distance_m

NEAR_M = 3_000

_FORM = mark('expected name,latitude,longitude such as "Hakaniemi market hall,60.1795,24.9508"')


def parse_site(text: str) -> Site:
    """Return the site that "name,latitude,longitude" describes; the name may hold commas, its words make the site_id.

    Raises InputError if a part is missing or is no number, or degrees are out of range.
    """
    parts = [part.strip() for part in text.rsplit(",", 2)]
    if len(parts) < 3 or not parts[0]:
        msg = _("site is {text!r}, {form}").format(text=text, form=_(_FORM))
        raise InputError(msg)
    name, lat, lng = parts
    site_id = site_id_of(name)
    try:
        site = Site(site_id=site_id, name=name, kind="market", lat=float(lat), lng=float(lng))
    except ValueError:
        msg = _("site is {text!r}: {lat!r} and {lng!r} are not both numbers, {form}").format(
            text=text, lat=lat, lng=lng, form=_(_FORM)
        )
        raise InputError(msg) from None
    except ScopeError as error:
        msg = _("site is {text!r}: {error}; {form}").format(text=text, error=error, form=_(_FORM))
        raise InputError(msg) from None
    if shaped_like_identifier(name):
        msg = _("the name of a site is {name!r}: it holds what is shaped like an identifier").format(name=hidden(name))
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
        far = _("no counted cell lies within {near:g} km of {site} (the nearest is {distance:,.0f} km away)").format(
            near=NEAR_M / 1000, site=site.name, distance=nearest_m / 1000
        )
        exchanged = (site.lng, site.lat)
        if abs(site.lng) <= 90 and distance_m(exchanged, *centres.T).min() <= NEAR_M:
            msg = _("{far}; with latitude and longitude exchanged it would lie among them: are they?").format(far=far)
            raise InputError(msg)
        yield far


def check_distinct(sites: Sequence[Site]) -> None:
    """Raise InputError if two sites share a site_id."""
    ids = [site.site_id for site in sites]
    twice = sorted({site_id for site_id in ids if ids.count(site_id) > 1})
    if twice:
        msg = _("two sites have the site_id {name}, expected names that differ").format(name=twice[0])
        raise InputError(msg)
