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
    """How many devices' dates lost visits to some places to the bound, with noise of `sd`: it is a count, too."""

    dates: Annotated[int, Field(ge=0)]
    sd: Sd

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the most that it stands for, 19 times out of 20."""
        around = round(1.96 * self.sd)
        return max(0, self.dates - around), self.dates + around


class Noise(Part):
    """Noise of a known spread on every row of counts, and what one device may weigh in all of them together.

    `rho` is the budget (zero-concentrated differential privacy) that the visits and the presence of a device cost
    which comes on one date; `rho_day` what any one date of any device costs at most; `epsilon` and `epsilon_day` say
    the same as (epsilon, delta). A device counts at `places` places a date at most. The standard deviations of a row
    are by radius and stay; presence holds no count below `presence_threshold`, so that a missing row is no zero.
    `clipped` says what the bound of `places` left out; releases of earlier builders do not.
    """

    rho: Annotated[float, Field(gt=0)]
    rho_day: Annotated[float, Field(gt=0)]
    delta: Annotated[float, Field(gt=0, lt=1)]
    epsilon: Annotated[float, Field(gt=0)]
    epsilon_day: Annotated[float, Field(gt=0)]
    places: Annotated[int, Field(ge=1)]
    reach_sd: list[list[Sd]]
    home_sd: list[list[Sd]] | None
    presence_sd: Sd
    presence_threshold: Annotated[int, Field(ge=1)]
    clipped: Clipped | None = Field(default=None, exclude_if=lambda clipped: clipped is None)

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
    """How a release protects: counts under `threshold` are withheld, after noise where there is any.

    Without `noise`, counts from 1 to threshold - 1 are withheld, and `noise_sd` is the spread of noise that somebody
    else has added to each row, 0 for none. With `noise`, every row that could be counted is there, and each whose
    noisy count is under the threshold is withheld: that one is says nothing of whether anybody was there.
    """

    threshold: Annotated[int, Field(ge=1, le=65_535)]
    noise_sd: Annotated[float, Field(ge=0, le=1e9)] = 0.0
    noise: Noise | None = Field(default=None, exclude_if=lambda noise: noise is None)

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
