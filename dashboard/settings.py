"""Settings of the server, read from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "assets"
DEMO_RELEASE = ROOT / "data" / "demo"


class Settings(BaseSettings):
    """What the server reads from the environment; every name is documented in the README."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    release: str = Field(
        default=str(DEMO_RELEASE), description=f"Folders of the releases to serve, separated by {os.pathsep!r}."
    )
    tiles_url: str = Field(default="", description="Address pattern of an online tile layer; empty for none.")
    tiles_attribution: str = Field(default="", description="Whom to credit for the tile layer.")
    checked_digests: str = Field(
        default="", description="Digests of releases that `serve` has just checked, so that the server need not again."
    )

    @property
    def releases(self) -> list[Path]:
        """Return the folders of the releases to serve."""
        return [Path(part) for part in self.release.split(os.pathsep) if part]
