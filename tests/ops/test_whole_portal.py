"""Web server, worker and scheduler as `make run` starts them: they answer, return and vanish."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import Portal, wait_for

pytestmark = [pytest.mark.pure, pytest.mark.slow]


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    made = Portal(tmp_path)
    yield made
    made.process.kill()
    made.process.wait()


def test_the_portal_answers_survives_a_crash_and_leaves_nothing(portal):
    assert wait_for(portal.is_well), portal.text()
    assert wait_for(lambda: "The portal answers at" in portal.text()), portal.text()
    assert wait_for(lambda: len(portal.named(" worker ")) == 3)  # the parent and its two children
    assert len(portal.named(" beat ")) == 1

    workers = portal.named(" worker ")
    os.kill(min(workers), signal.SIGKILL)
    assert wait_for(lambda: "worker ended (signal 9), next start in 1 s" in portal.text())
    assert wait_for(lambda: len(portal.named(" worker ") - workers) == 3), portal.text()
    assert not workers & portal.named(" worker ")

    portal.process.kill()
    portal.process.wait()
    assert wait_for(lambda: not portal.processes(), 5), portal.processes()


def test_a_hang_up_ends_everything_in_order(portal):
    assert wait_for(portal.is_well), portal.text()
    portal.process.send_signal(signal.SIGHUP)
    assert portal.process.wait(timeout=20) == 0
    assert portal.processes() == {}
    assert portal.text().rstrip().endswith("portal    | stopped")
    assert "Traceback" not in portal.text()
