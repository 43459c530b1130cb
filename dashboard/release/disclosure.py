"""What a release says of its protection: the threshold, and the noise that was added once, when it was built."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard.language import mark

Floats = npt.NDArray[np.float64]
Sd = Annotated[float, Field(gt=0)]


class Part(BaseModel):
    """A part of the manifest: frozen, and nothing in it that the contract does not name."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Clipped(Part):
    """How many devices' dates lost visits to some places to the bound: a count, too, and so with noise."""

    dates: Annotated[int, Field(ge=0, description="The count after noise, in dates of devices.")]
    sd: Annotated[Sd, Field(description="The standard deviation of its noise, in dates of devices.")]

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the most that it stands for, 19 times out of 20."""
        around = round(1.96 * self.sd)
        return max(0, self.dates - around), self.dates + around


class Noise(Part):
    """Noise of a known spread on every row of counts, and what one device may weigh in all of them together.

    The budgets are of zero-concentrated differential privacy; the standard deviations of a row are by radius and stay.
    """

    rho: Annotated[
        float,
        Field(
            gt=0, description="The budget that the visits and the presence cost of a device which comes on one date."
        ),
    ]
    rho_day: Annotated[float, Field(gt=0, description="What any one date of any device costs at most.")]
    delta: Annotated[float, Field(gt=0, lt=1, description="The delta of `epsilon` and of `epsilon_day`.")]
    epsilon: Annotated[float, Field(gt=0, description="What `rho` means as (epsilon, delta).")]
    epsilon_day: Annotated[float, Field(gt=0, description="What `rho_day` means as (epsilon, delta).")]
    places: Annotated[int, Field(ge=1, description="The most places that a device counts at on one date.")]
    reach_sd: Annotated[
        list[list[Sd]],
        Field(description="The standard deviations of a row of reach, in devices: a list by stay for each radius."),
    ]
    home_sd: Annotated[
        list[list[Sd]] | None,
        Field(description="The same, in devices, of reach_by_home; null where the release has none."),
    ]
    presence_sd: Annotated[Sd, Field(description="The standard deviation of a row of presence, in devices.")]
    presence_threshold: Annotated[
        int,
        Field(ge=1, description="Presence holds no count of fewer devices, so that a missing row is no zero."),
    ]
    clipped: Annotated[
        Clipped | None,
        Field(
            exclude_if=lambda clipped: clipped is None,
            description="What the bound of `places` left out; releases of earlier builders do not say.",
        ),
    ] = None

    @model_validator(mode="after")
    def _agrees(self) -> Noise:
        for name, rho in (("epsilon", self.rho), ("epsilon_day", self.rho_day)):
            stated, expected = getattr(self, name), epsilon_of(rho, self.delta)
            if not math.isclose(stated, expected, rel_tol=0.01):
                numbers = {"stated": f"{stated:g}", "expected": f"{expected:.3g}", "rho": f"{rho:g}"}
                msg = mark(
                    "{name} is {stated}, expected {expected}, what rho {rho} means at delta {delta}",
                    name=name,
                    **numbers,
                    delta=f"{self.delta:g}",
                )
                raise ValueError(msg)
        if self.rho_day < self.rho:
            msg = mark(
                "rho_day is {stated}, expected at least rho, {rho}: it bounds every date",
                stated=f"{self.rho_day:g}",
                rho=f"{self.rho:g}",
            )
            raise ValueError(msg)
        return self


class Disclosure(Part):
    """How a release protects: counts under a threshold are withheld, after noise where there is any.

    With noise of the builder every row that could be counted is there, so that a withheld one says nothing of whether
    anybody was there.
    """

    threshold: Annotated[
        int,
        Field(
            ge=1,
            le=65_535,
            description="Counts under it are withheld: without `noise` those from 1 device on, with it whatever is "
            "under it after noise.",
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

    @property
    def presence_least(self) -> int | None:
        """The least count of presence that is there; None where a missing row is a zero."""
        return None if self.noise is None else self.noise.presence_threshold


def epsilon_of(rho: float, delta: float) -> float:
    """Return the epsilon of (epsilon, delta) that rho-zCDP implies: rho + 2 sqrt(rho ln(1 / delta)).

    Bun and Steinke, Concentrated differential privacy, 2016, proposition 1.3.
    """
    return rho + 2 * math.sqrt(rho * math.log(1 / delta))


def withheld_stands_for(threshold: int, sd: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the least, the middle and the most that a row withheld after noise stands for, on average over many.

    Noise of `sd` around a true count m fell below the threshold t: its mean is then m - sd phi(x) / Phi(x) with
    x = (t - 1/2 - m) / sd (the mean of a truncated normal). The least is that of m = 0, the most that of m = t + sd
    (rows of more are seldom withheld), the middle halfway between those of 0 and t. In a sum this makes up for the
    rows whose noise happened to be high and which are therefore not withheld.
    """
    least, at_threshold, most = (m - sd * _hazard((threshold - 0.5 - m) / sd) for m in (0, threshold, threshold + sd))
    return least, (least + at_threshold) / 2, most


def _hazard(edges: Floats) -> Floats:
    normal = NormalDist()
    ratio = np.vectorize(lambda x: normal.pdf(x) / normal.cdf(x), otypes=[np.float64])
    return np.asarray(ratio(edges), dtype=np.float64)
