"""Requests generated from the OpenAPI document, right ones and wrong ones: none ends in a 500."""

import os
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from dashboard.api.server import make_server
from dashboard.release.shelf import Shelf
from dashboard.shipped import DEMO_RELEASE

pytestmark = pytest.mark.long

CHECKS = [response_schema_conformance, content_type_conformance]
EXAMPLES_AN_OPERATION = int(os.environ.get("EXAMPLES", "250"))

# Its document is known before the release is opened.
shelf = Shelf([DEMO_RELEASE])
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", make_server(shelf))
asked: Counter[int] = Counter()


@pytest.fixture(scope="module", autouse=True)
def _opened() -> None:
    shelf.open()


@schema.parametrize()
@settings(
    max_examples=EXAMPLES_AN_OPERATION,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_no_request_ends_in_a_server_error(case: schemathesis.Case) -> None:
    reply = case.call()
    asked[reply.status_code] += 1
    assert reply.status_code < 500
    case.validate_response(reply, checks=CHECKS)
    if reply.status_code >= 400:
        assert reply.headers["content-type"][0].startswith("application/problem+json")


def test_right_and_wrong_requests_were_made() -> None:
    if not asked:
        pytest.skip("the generated requests were not run")
    assert asked[200] > 0
    assert asked[422] > 0
