"""An object store on this machine, with a release in it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

BUCKET, REGION, KEY = "operator-a", "us-east-1", "tests"


@contextmanager
def bucket(release: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the address of a copy of a release, and the environment that says how to reach it."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it would say every request
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    at = f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=at, region_name=REGION, aws_access_key_id=KEY, aws_secret_access_key=KEY)
    client.create_bucket(Bucket=BUCKET)
    for file in release.rglob("*"):
        if file.is_file():
            client.upload_file(str(file), BUCKET, f"release/{file.relative_to(release).as_posix()}")
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": KEY}
    yield f"s3://{BUCKET}/release", {"AWS_ENDPOINT_URL": at, "AWS_REGION": REGION, **keys}
    server.stop()
