"""Settings of the server, read from the environment."""

from __future__ import annotations

import os
import re
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
        default=str(DEMO_RELEASE),
        description=f"Folders or s3:// addresses of the releases, with {os.pathsep!r} between.",
    )
    tiles_url: str = Field(default="", description="Address pattern of an online tile layer; empty for none.")
    tiles_attribution: str = Field(default="", description="Whom to credit for the tile layer.")

    cache_mb: int = Field(
        default=256, ge=0, description="Megabytes of replies kept on disk for all workers; 0 for none."
    )

    @property
    def releases(self) -> list[str]:
        """Return the folders, or the addresses, of the releases to serve."""
        apart = re.split(rf"{os.pathsep}(?!//)", self.release)
        return [part for part in apart if part]
