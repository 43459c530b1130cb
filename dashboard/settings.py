"""Settings of the server, read from the environment."""

from __future__ import annotations

import json
import os
import re
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from dashboard.errors import InputError
from dashboard.shipped import demonstration

# Nothing that would have to be escaped in a link, in a header or in a page.
_NAME = r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])"
_ADDRESS = rf"(?:https?://{_NAME}(?::\d{{1,5}})?(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?)?"
_HOST = rf"\s*(?:{_NAME}|[0-9A-Fa-f:.]+)\s*"
_HOSTS = rf"(?:{_HOST}(?:,{_HOST})*)?"


DROP = "/import"  # where a file is dropped
DROPPED_AT_MOST = 50_000_000  # bytes


class Settings(BaseSettings):
    """What the server reads from the environment; every name is documented in the README."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    release: str = Field(
        default_factory=lambda: str(demonstration()),
        description=f"Folders or s3:// addresses of the releases, with {os.pathsep!r} between, or a JSON list of them.",
    )
    tiles_url: str = Field(default="", description="Address pattern of an online tile layer; empty for none.")
    tiles_attribution: str = Field(default="", description="Whom to credit for the tile layer.")
    basemap: str = Field(
        default="", description="Folder of the base map under all releases; empty for that in a release's own folder."
    )
    public_url: str = Field(default="", description="Address that others reach this server at; empty for none.")
    imports: str = Field(
        default="",
        description="Folder that files dropped on the Data page are saved in, as releases that are served, too; empty "
        "for none: nothing can be dropped.",
    )
    allowed_hosts: str = Field(default="", description="Names and addresses of this server, with ',' between.")

    @classmethod
    def read(cls) -> Settings:
        """Return the settings of the environment; raise InputError that names those at fault."""
        try:
            return cls()
        except ValidationError as error:
            faults = [f"{'.'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in error.errors()]
            raise InputError("; ".join(faults)) from None

    @field_validator("release")
    @classmethod
    def _check_release(cls, release: str) -> str:
        try:
            listed = json.loads(release) if release.startswith("[") else []
        except json.JSONDecodeError:
            listed = [None]
        if not all(isinstance(folder, str) for folder in listed):
            msg = f'it is {release!r}, expected folders with {os.pathsep!r} between, or a list such as ["one", "two"]'
            raise ValueError(msg)
        return release

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, address: str) -> str:
        if not re.fullmatch(_ADDRESS, address):
            msg = f"it is {address!r}, expected an address such as https://host.example or https://host.example/path"
            raise ValueError(msg)
        return address.rstrip("/")

    @field_validator("allowed_hosts")
    @classmethod
    def _check_allowed_hosts(cls, names: str) -> str:
        if not re.fullmatch(_HOSTS, names):
            msg = f"it is {names!r}, expected names or addresses with ',' between, such as host.example,192.0.2.7"
            raise ValueError(msg)
        return names

    @property
    def prefix(self) -> str:
        """Return the path of the public address, without a slash at its end: empty where it has none."""
        return urlsplit(self.public_url).path

    @property
    def hosts(self) -> frozenset[str]:
        """Return the names and addresses of this server beside those of its own machine, in lower case."""
        listed = (name.strip().strip("[]").lower() for name in self.allowed_hosts.split(","))
        return frozenset(filter(None, (*listed, urlsplit(self.public_url).hostname)))

    cache_mb: int = Field(
        default=256, ge=0, description="Megabytes of replies kept on disk for all workers; 0 for none."
    )

    @property
    def releases(self) -> list[str]:
        """Return the folders, or the addresses, of the releases to serve."""
        if self.release.startswith("["):
            return list(json.loads(self.release))
        apart = re.split(rf"{os.pathsep}(?!//)", self.release)
        return [part for part in apart if part]
