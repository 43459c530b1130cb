"""Everyday life: each device is at home, leaves once a day for work or an errand, and comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.demo.ground import Floats, Indices, Points, joined, scattered
from dashboard.demo.homes import Homes
from dashboard.demo.parameters import DAY_S, DAYS, HOUR_S
from dashboard.demo.stays import ERRAND, HOME, WORK, Stays, concatenated
from dashboard.demo.towns import WORK_CENTRES

_WORKERS, _WORK_NEARBY = 0.68, 0.3
_WORK_RADIUS_M, _ERRAND_RADIUS_M = 350.0, 400.0
_SLOWEST_TRAVEL_S = 75 * 60


@dataclass(frozen=True, kw_only=True)
class Lives:
    """Where each device lives, works and runs errands, and whether it works; `device` numbers them."""

    device: Indices
    home: Points
    work: Points
    errand: Points
    works: NDArray[np.bool_]


def settle(rng: np.random.Generator, homes: Homes, device: Indices, home: Indices) -> Lives:
    """Return the lives of devices that live in given rows of `homes`."""
    centres = homes.centres.take(home)
    at_home = _within(rng, centres, homes.radius_m[home])
    return Lives(
        device=device,
        home=at_home,
        work=scattered(rng, _work_centres(rng, centres), _WORK_RADIUS_M),
        errand=scattered(rng, centres, _ERRAND_RADIUS_M),
        works=rng.random(len(device)) < _WORKERS,
    )


def days(rng: np.random.Generator, lives: Lives, every_min: float) -> Stays:
    """Return the stays of DAYS days: at home from an evening to the next morning, out in between."""
    count = len(lives.device)
    workday = lives.works[:, None] & (np.arange(DAYS) % 7 < 5)  # FIRST_DAY is a Monday
    leave_h = np.where(
        workday, np.clip(rng.normal(8.0, 0.8, (count, DAYS)), 5.5, 11), rng.uniform(8.5, 17.5, (count, DAYS))
    )
    out_h = np.where(
        workday, np.clip(rng.normal(10.4, 1.1, (count, DAYS)), 5, 12.5), np.exp(rng.normal(0.4, 0.5, (count, DAYS)))
    )
    leave = np.arange(DAYS) * DAY_S + leave_h * HOUR_S
    back = leave + np.minimum(out_h, 6.0 + 7.0 * workday) * HOUR_S
    travel = np.where(workday, _travel_s(lives)[:, None], 300.0)
    every_s = 60 * every_min * rng.uniform(0.7, 1.2, count)
    out = _out(lives, workday, leave + travel, np.maximum(back - travel, leave + travel + 600), every_s)
    return concatenated([_at_home(lives, leave, back, every_s), out])


def _at_home(lives: Lives, leave: Floats, back: Floats, every_s: Floats) -> Stays:
    count = len(lives.device)
    rows = np.repeat(np.arange(count), DAYS + 1)
    start = np.concatenate([np.zeros((count, 1)), back], axis=1).ravel()
    end = np.concatenate([leave, np.full((count, 1), DAYS * DAY_S)], axis=1).ravel()
    return Stays(
        device=lives.device[rows],
        label=np.full(len(rows), HOME, dtype=np.int8),
        start=start.astype(np.int64),
        end=end.astype(np.int64),
        true=lives.home.take(rows),
        every_s=every_s[rows],
    )


def _out(lives: Lives, workday: NDArray[np.bool_], arrive: Floats, leave: Floats, every_s: Floats) -> Stays:
    count = len(lives.device)
    rows = np.repeat(np.arange(count), DAYS)
    at_work = workday.ravel()
    either = joined([lives.work, lives.errand])
    return Stays(
        device=lives.device[rows],
        label=np.where(at_work, WORK, ERRAND).astype(np.int8),
        start=arrive.ravel().astype(np.int64),
        end=leave.ravel().astype(np.int64),
        true=either.take(np.where(at_work, rows, count + rows)),
        every_s=every_s[rows],
    )


def _travel_s(lives: Lives) -> Floats:
    north = (lives.home.lat - lives.work.lat) * 111
    east = (lives.home.lng - lives.work.lng) * 85
    travel: Floats = np.minimum(600 + 130 * np.hypot(east, north), _SLOWEST_TRAVEL_S)
    return travel


def _work_centres(rng: np.random.Generator, homes: Points) -> Points:
    """Draw each device's work centre, near ones more often; some work where they live."""
    lat, lng, jobs = np.array(WORK_CENTRES).T
    kilometres = np.hypot((homes.lat[:, None] - lat) * 111, (homes.lng[:, None] - lng) * 85)
    draw = np.cumsum(jobs / (4 + kilometres), axis=1)
    centre = (rng.random(len(homes))[:, None] * draw[:, -1:] > draw).sum(axis=1)
    nearby = rng.random(len(homes)) < _WORK_NEARBY
    return Points(lat=np.where(nearby, homes.lat, lat[centre]), lng=np.where(nearby, homes.lng, lng[centre]))


def _within(rng: np.random.Generator, centres: Points, radius_m: Floats) -> Points:
    distance = radius_m * np.sqrt(rng.random(len(centres)))
    angle = 2 * np.pi * rng.random(len(centres))
    return centres.moved(distance * np.cos(angle), distance * np.sin(angle))
