"""Users of the page, as locust plays them: each changes place, dates or rule every 2 to 5 s, as it was recorded.

RECORDING names the file of recorded.py, QUESTIONS that of the questions, FOUND where the times go; REST_S seconds are
not timed.
"""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path

from gevent.pool import Group
from locust import FastHttpUser, between, events, task
from recorded import Asked, from_text

RECORDING = from_text(Path(os.environ["RECORDING"]).read_text(encoding="utf-8"))
QUESTIONS = json.loads(Path(os.environ["QUESTIONS"]).read_text(encoding="utf-8"))
BEGIN = time.monotonic() + float(os.environ["REST_S"])

changes: list[float] = []
faults: list[str] = []


class User(FastHttpUser):
    """Somebody who tries places, dates and rules."""

    wait_time = between(2, 5)

    def on_start(self) -> None:
        """Begin anywhere, and not all at once."""
        self.place = random.choice(list(RECORDING))
        self.question = {name: random.choice(values) for name, values in QUESTIONS.items()}
        time.sleep(random.uniform(0, 3.5))

    @task
    def change(self) -> None:
        """Change one thing and wait until all that the page asks for it is answered."""
        kind = random.choice(("place", "dates", "rule"))
        if kind == "place":
            self.place = random.choice([place for place in RECORDING if place != self.place])
        else:
            self.question[kind] = random.choice([one for one in QUESTIONS[kind] if one != self.question[kind]])
        question = {**self.question["dates"], **self.question["rule"]}
        began = time.monotonic()
        for wave in RECORDING[self.place][kind]:
            at_once = Group()
            for one in wave:
                at_once.spawn(self.ask, one.of(question))
            at_once.join()
        if began > BEGIN:
            changes.append(time.monotonic() - began)

    def ask(self, one: Asked) -> None:
        """Ask one thing; only 200 is an answer."""
        reply = self.client.request(one.method, one.path, data=one.body, headers=one.headers, name=one.method)
        if reply.status_code != 200:
            faults.append(f"{reply.status_code} {one.path}: {reply.error}")


@events.quitting.add_listener
def _leave(environment: object, **_kwargs: object) -> None:  # noqa: ARG001 what locust hands over
    Path(os.environ["FOUND"]).write_text(json.dumps({"changes": changes, "faults": faults}), encoding="utf-8")
