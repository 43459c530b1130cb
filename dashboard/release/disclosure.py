"""What a release says of its protection: the threshold, or the noise that was added once, when it was built."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard.language import mark

Floats = npt.NDArray[np.float64]
Sd = Annotated[float, Field(gt=0)]
Rho = Annotated[float, Field(gt=0)]
Delta = Annotated[float, Field(gt=0, lt=1)]

Who = Literal["visit", "date", "daily", "network"]


class Part(BaseModel):
    """A part of the manifest: frozen, and nothing in it that the contract does not name."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Spent(Part):
    """What one visit of a device costs in one table."""

    table: Annotated[
        Literal["reach", "reach_by_home", "presence"], Field(description="The table whose noise it is, by name.")
    ]
    rho: Annotated[Rho, Field(description="What the noise on its counts costs (zero-concentrated privacy).")]
    delta: Annotated[
        float, Field(ge=0, lt=1, description="The chance that a row which only this device is counted in is published.")
    ]


class Asked(Part):
    """What somebody may ask of a person whose track is known, all other data too, and how surely it is answered."""

    who: Annotated[
        Who,
        Field(
            description="`visit`: did this person, whatever else they did, visit this place on this date, or spend the "
            "time elsewhere; `date`: is all that a device begins on one date in the data, around every place; `daily`: "
            "are the visits to one place on every date of the period, or was the time spent elsewhere; `network`: is "
            "a device in the data at all, which was around every place on every date and always on."
        ),
    ]
    rho: Annotated[Rho, Field(description="What the answer costs at most.")]
    delta: Annotated[Delta, Field(description="The delta of `epsilon`, in all.")]
    epsilon: Annotated[float, Field(gt=0, description="What `rho` means as (epsilon, delta).")]
    auc: Annotated[
        float, Field(ge=0.5, le=1, description="The AUC of the best attack: 0.5 is a guess, 1 is certainty.")
    ]
    auc_measured: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            exclude_if=lambda auc: auc is None,
            description="The same as measured: that attack, on all tables together, run by the builder on noise drawn "
            "anew; absent: not run.",
        ),
    ] = None


class Noise(Part):
    """Independent noise on every count, and what that means for whom.

    The budgets are of zero-concentrated differential privacy.
    """

    rho: Annotated[Rho, Field(description="What one visit of a device costs, over all tables.")]
    delta: Annotated[Delta, Field(description="The delta of `epsilon`, in all.")]
    epsilon: Annotated[float, Field(gt=0, description="What `rho` means as (epsilon, delta).")]
    spent: Annotated[
        list[Spent],
        Field(
            min_length=1,
            description="The account of one visit, by table: adds up to `rho`; what its deltas leave "
            "of `delta` is that of `epsilon` alone.",
        ),
    ]
    asked: Annotated[list[Asked], Field(min_length=1, description="Who is protected from which question.")]
    circles: Annotated[
        int,
        Field(ge=1, description="The most circles, over all places and radii, that hold one spot within 300 m or so."),
    ]
    reach_sd: Annotated[Sd, Field(description="The standard deviation of a row of reach, in devices.")]
    home_sd: Annotated[
        Sd | None,
        Field(description="The same, in devices, of reach_by_home; null where the release has none."),
    ]
    presence_sd: Annotated[Sd, Field(description="The standard deviation of a row of presence, in devices.")]
    presence_threshold: Annotated[
        int,
        Field(ge=1, description="Presence holds no count of fewer devices, so that a missing row is no zero."),
    ]

    @model_validator(mode="after")
    def _adds_up(self) -> Noise:
        rho, conversion = sum(one.rho for one in self.spent), self.delta - sum(one.delta for one in self.spent)
        if not math.isclose(rho, self.rho, rel_tol=1e-6):
            msg = mark(
                "rho is {stated}, expected {expected}, what its tables add up to",
                stated=f"{self.rho:g}",
                expected=f"{rho:.6g}",
            )
            raise ValueError(msg)
        expected = epsilon_of(self.rho, conversion) if conversion > 0 else math.inf
        if not math.isclose(expected, self.epsilon, rel_tol=0.01):
            msg = mark(
                "epsilon is {stated}, expected {expected}, what rho {rho} means at what is left of delta, {delta}",
                stated=f"{self.epsilon:g}",
                expected=f"{expected:.3g}",
                rho=f"{self.rho:g}",
                delta=f"{conversion:.3g}",
            )
            raise ValueError(msg)
        return self


class Disclosure(Part):
    """How a release protects: by a threshold under which counts are withheld, or by noise on all of them.

    With noise of the builder every row that could be counted is there, none is withheld, and one may be negative.
    """

    threshold: Annotated[
        int,
        Field(
            ge=1,
            le=65_535,
            description="Without `noise`, counts from 1 device on under it are withheld; with `noise` nothing is, and "
            "presence leaves out at least what is under it.",
        ),
    ]
    noise_sd: Annotated[
        float,
        Field(
            ge=0,
            le=1e9,
            description="The standard deviation, in devices, of noise that somebody else added to a row; 0 for none.",
        ),
    ] = 0.0
    noise: Annotated[
        Noise | None,
        Field(exclude_if=lambda noise: noise is None, description="The noise that the builder added; absent for none."),
    ] = None

    @model_validator(mode="after")
    def _one_noise(self) -> Disclosure:
        if self.noise is not None and self.noise_sd:
            msg = mark("noise_sd is {stated} beside noise, expected one of them", stated=f"{self.noise_sd:g}")
            raise ValueError(msg)
        return self

    @property
    def noisy(self) -> bool:
        """Whether any noise was added."""
        return self.noise_sd > 0 or self.noise is not None

    def measuring(self, others: Sequence[Disclosure] = ()) -> Disclosure:
        """Return it with the highest AUC that was measured for others; without any others, with none."""
        if self.noise is None:
            return self
        found: dict[Who, list[float]] = {}
        for one in (asked for other in others if other.noise for asked in other.noise.asked):
            found.setdefault(one.who, []).extend([] if one.auc_measured is None else [one.auc_measured])
        asked = [
            one.model_copy(update={"auc_measured": max(found.get(one.who, []), default=None)})
            for one in self.noise.asked
        ]
        return self.model_copy(update={"noise": self.noise.model_copy(update={"asked": asked})})

    @property
    def presence_least(self) -> int | None:
        """The least count of presence that is there; None where a missing row is a zero."""
        return None if self.noise is None else self.noise.presence_threshold


def epsilon_of(rho: float, delta: float) -> float:
    """Return the epsilon of (epsilon, delta) that rho-zCDP implies: rho + 2 sqrt(rho ln(1 / delta)).

    Bun and Steinke, Concentrated differential privacy, 2016, proposition 1.3.
    """
    return rho + 2 * math.sqrt(rho * math.log(1 / delta))


def auc_of(rho: float) -> float:
    """Return the AUC of the best test between two data sets that Gaussian noise tells apart at a cost of `rho`.

    Their means lie d' = sqrt(2 rho) deviations apart, so that it is Phi(d' / sqrt 2). Source: Green and Swets, Signal
    Detection Theory and Psychophysics (1966).
    """
    return NormalDist().cdf(math.sqrt(rho))
