"""Sites given by hand, as one line of text each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dashboard.errors import InputError, ScopeError
from dashboard.site import Site

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
    site_id = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", name).lower()).strip("-")
    try:
        return Site(site_id=site_id, name=name, kind="market", lat=float(lat), lng=float(lng))
    except ValueError:
        msg = f"site is {text!r}: {lat!r} and {lng!r} are not both numbers, {_FORM}"
        raise InputError(msg) from None
    except ScopeError as error:
        msg = f"site is {text!r}: {error}; {_FORM}"
        raise InputError(msg) from None


def check_distinct(sites: Sequence[Site]) -> None:
    """Raise InputError if two sites share a site_id."""
    ids = [site.site_id for site in sites]
    twice = sorted({site_id for site_id in ids if ids.count(site_id) > 1})
    if twice:
        msg = f"two sites have the site_id {twice[0]}, expected names that differ"
        raise InputError(msg)
