"""Kill -9 in the middle of the work: every report is made once, sent once, and nothing is left."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pikepdf
import pytest

from core.enums import JobState
from stakeholders.enums import DeliveryState, RunState
from tests.e2e.world import PROJECTS, SUMMARY_ONLY
from tests.running import ROOT, parent_of, wait_for

pytestmark = pytest.mark.slow
READERS = ["eva.executive@example.org", "sam.sponsor@example.org"]
MADE_ONCE = ["stakeholders.report_due", "stakeholders.report_published"]


class Clock:
    """Seconds since the start of the test, told with what happened."""

    def __init__(self):
        self.start = time.monotonic()

    def tell(self, what):
        print(f"{time.monotonic() - self.start:6.1f} s  {what}")


@pytest.fixture
def clock():
    return Clock()


def in_the_middle(world, name, attempt):
    """Wait until this attempt has rendered something and still has something to render."""

    def is_half_way():
        state, attempts, done, total = world.ask("progress", name=name)
        assert state != JobState.DONE, "the report was finished before it could be disturbed"
        return (state, attempts) == (JobState.RUNNING, attempt) and 0 < done < total

    assert wait_for(is_half_way), world.ask("progress", name=name)
    return world.ask("progress", name=name)


def is_done(world, name):
    return world.ask("progress", name=name)[0] == JobState.DONE


def mails(portal):
    """Recipient, message id and the attachments' hashes of every mail in the outbox."""
    found = []
    for file in Path(portal.environ["DATA_DIR"], "outbox").glob("*.eml"):
        mail = message_from_bytes(file.read_bytes(), policy=default)
        attached = [hashlib.sha256(a.get_content()) for a in mail.iter_attachments()]
        hashes = [one.hexdigest() for one in attached]
        found.append((mail["To"], mail["Message-ID"].strip(), hashes))
    return sorted(found)


def check_made_once(world, portal, name, attempts):
    """One run, one job, one edition, one PDF that is what its row says, one mail per reader."""
    found = world.ask("outcome", name=name)
    ((path, size, sha256),) = found.pop("files")
    ((_count, pages),) = found["editions"]
    deliveries = found.pop("deliveries")
    assert found == {
        "runs": [[RunState.DONE, False]],
        "jobs": [[JobState.DONE, attempts]],
        "editions": [[PROJECTS, pages]],
        "events": MADE_ONCE,
    }
    content = Path(path).read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (size, sha256)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == pages
    assert [row[:2] for row in deliveries] == [[reader, DeliveryState.SENT] for reader in READERS]
    ids = {row[2] for row in deliveries}
    sent = [mail for mail in mails(portal) if mail[1] in ids]
    assert sent == [(reader, message_id, [sha256]) for reader, _state, message_id in deliveries]
    return pages


def stop_in_order(portal, world):
    """SIGTERM to the supervisor: everything ends, nothing is left."""
    world.close()
    portal.process.send_signal(signal.SIGTERM)
    assert portal.process.wait(timeout=30) == 0
    assert portal.processes() == {}


def test_a_killed_worker_is_replaced_and_the_report_is_made_once(portal, world, clock):
    assert wait_for(portal.is_well), portal.text()
    world.ask("define", names=["Parent killed"], seconds=1)
    clock.tell("portal is well, report due in 1 s")
    _state, _attempts, done, total = in_the_middle(world, "Parent killed", attempt=1)
    worker = portal.child(" worker ")
    os.kill(worker, signal.SIGKILL)
    clock.tell(f"worker killed at {done} of {total}")
    assert wait_for(lambda: "worker ended (signal 9)" in portal.text()), portal.text()
    assert wait_for(lambda: is_done(world, "Parent killed")), portal.text()
    clock.tell("report finished by the next worker")
    pages = check_made_once(world, portal, "Parent killed", attempts=2)

    world.ask("define", names=["Child killed"], seconds=1)
    in_the_middle(world, "Child killed", attempt=1)
    (child,) = rendering_children(portal)
    os.kill(child, signal.SIGKILL)
    clock.tell("the worker's own child killed")
    assert wait_for(lambda: is_done(world, "Child killed")), portal.text()
    clock.tell(f"report of {pages} pages finished by another child")
    assert check_made_once(world, portal, "Child killed", attempts=2) == pages

    assert (world.ask("stored_pdfs"), len(mails(portal))) == (2, 4)
    stop_in_order(portal, world)
    clock.tell("nothing left after SIGTERM")


def rendering_children(portal):
    """The worker's children that have children of their own: they render."""
    worker = portal.child(" worker ")
    parents = {parent_of(pid) for pid in portal.named(" worker ")}
    return [pid for pid in parents if parent_of(pid) == worker]


@pytest.fixture
def second_pair(portal):
    """Another scheduler and another worker beside the supervisor's own."""
    celery = [sys.executable, "-m", "celery", "-A", "pmo_portal", "--quiet"]
    beat = ["beat", "--pidfile=", "--schedule", f"{portal.environ['DATA_DIR']}/second-beat"]
    with (portal.log.parent / "second.log").open("wb") as out:
        pair = [
            subprocess.Popen(
                [*celery, *which], cwd=ROOT, env=portal.environ, stdout=out, stderr=out
            )
            for which in (beat, ["worker", "--hostname", "second@%h"])
        ]
    yield pair
    for process in pair:
        process.terminate()
    for process in pair:
        process.wait(timeout=30)


def test_killed_and_doubled_schedulers_start_each_report_once(portal, world, clock, request):
    assert wait_for(portal.is_well), portal.text()
    beat = portal.child(" beat ")
    world.ask("define", names=["Beat killed"], seconds=1, sections=SUMMARY_ONLY)
    os.kill(beat, signal.SIGKILL)
    clock.tell("scheduler killed, a report is due in 1 s")
    assert wait_for(lambda: "scheduler ended (signal 9)" in portal.text()), portal.text()
    assert wait_for(lambda: is_done(world, "Beat killed")), portal.text()
    clock.tell("report finished after the scheduler's return")
    assert portal.child(" beat ") != beat
    check_made_once(world, portal, "Beat killed", attempts=1)

    request.getfixturevalue("second_pair")
    assert wait_for(lambda: len(portal.named(" beat ")) == 2 and len(portal.named(" worker ")) == 6)
    names = [f"Raced {number}" for number in range(6)]
    world.ask("define", names=names, seconds=3, sections=SUMMARY_ONLY)
    clock.tell("two schedulers, two workers, six reports due at once")
    assert wait_for(lambda: world.ask("states") == [RunState.DONE] * 7), portal.text()
    clock.tell("all finished")
    for name in names:
        check_made_once(world, portal, name, attempts=1)
    assert (world.ask("stored_pdfs"), len(mails(portal))) == (7, 14)
