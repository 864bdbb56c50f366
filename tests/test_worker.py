import logging
import threading
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

import pytest

from outreach.chores import ChoreRun
from outreach.worker.loop import Chore, Clock, NoSuchChore, Worker, noted
from tests.cast import NOW

MINUTE = timedelta(minutes=1)


class Wall:
    """A clock on the wall that a test can turn."""

    def __init__(self) -> None:
        self.shows = NOW

    def __call__(self) -> datetime:
        return self.shows


class Diary:
    """Chores that write down that they were done."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def chore(self, name: str, *, every: timedelta = MINUTE) -> Chore:
        def do(_clock: Clock) -> int:
            self.done.append(name)
            return 1

        return Chore(name, every, do)

    def failing(self, name: str) -> Chore:
        def fail(_clock: Clock) -> int:
            self.done.append(name)
            raise RuntimeError("the mail server is on fire")

        return Chore(name, MINUTE, fail)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def diary() -> Diary:
    return Diary()


def worker(*chores: Chore, wall: Wall) -> Worker:
    return Worker(chores, context=nullcontext, clock=wall)


def test_every_chore_is_due_at_first(diary: Diary, wall: Wall) -> None:
    worker(diary.chore("deliver"), diary.chore("fetch"), wall=wall).run_due()

    assert diary.done == ["deliver", "fetch"]


@pytest.mark.parametrize(("seconds", "times"), [(59, 1), (60, 2), (3600, 2)])
def test_a_chore_is_due_again_after_its_interval(diary: Diary, wall: Wall, seconds: int, times: int) -> None:
    it = worker(diary.chore("deliver"), wall=wall)
    it.run_due()

    wall.shows += timedelta(seconds=seconds)
    it.run_due()

    assert diary.done == ["deliver"] * times


def test_when_the_clock_is_turned_back_nothing_waits_for_it_to_catch_up(diary: Diary, wall: Wall) -> None:
    it = worker(diary.chore("deliver"), wall=wall)
    it.run_due()

    wall.shows -= timedelta(days=1)
    it.run_due()

    assert diary.done == ["deliver"] * 2


def test_a_failing_chore_does_not_keep_the_others_from_their_turn(
    diary: Diary, wall: Wall, caplog: pytest.LogCaptureFixture
) -> None:
    worker(diary.failing("fetch"), diary.chore("deliver"), wall=wall).run_due()

    assert diary.done == ["fetch", "deliver"]
    assert "“fetch” failed" in caplog.text
    assert "the mail server is on fire" in caplog.text


def test_a_failing_chore_is_not_tried_again_before_its_time(diary: Diary, wall: Wall) -> None:
    it = worker(diary.failing("fetch"), wall=wall)

    it.run_due()
    it.run_due()

    assert diary.done == ["fetch"]


def test_the_last_run_is_remembered(diary: Diary, wall: Wall) -> None:
    it = worker(diary.chore("deliver"), wall=wall)

    it.run_due()

    assert it.last_run == {"deliver": NOW}


def test_each_chore_is_handed_the_clock(wall: Wall) -> None:
    seen: list[datetime] = []

    def look(clock: Clock) -> int:
        seen.append(clock())
        return 0

    worker(Chore("look", MINUTE, look), wall=wall).run_due()

    assert seen == [NOW]


def test_each_chore_has_a_context_that_is_left_even_when_it_fails(diary: Diary, wall: Wall) -> None:
    inside: list[str] = []

    class Context(AbstractContextManager[None]):
        def __exit__(self, *_: object) -> None:
            inside.append(f"left after {diary.done[-1]}")

    Worker([diary.failing("fetch"), diary.chore("deliver")], context=Context, clock=wall).run_due()

    assert inside == ["left after fetch", "left after deliver"]


def test_what_was_done_is_logged_and_idle_rounds_are_not(
    wall: Wall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    worker(Chore("deliver", MINUTE, lambda _: 3), Chore("fetch", MINUTE, lambda _: 0), wall=wall).run_due()

    assert "“deliver” did 3" in caplog.text
    assert "fetch" not in caplog.text


def test_told_to_stop_it_finishes_the_chore_at_hand_and_begins_no_other(wall: Wall, diary: Diary) -> None:
    def stop(_clock: Clock) -> int:
        it.stop()
        return 1

    it = worker(Chore("last", MINUTE, stop), diary.chore("deliver"), wall=wall)

    it.run()

    assert it.last_run == {"last": NOW}
    assert diary.done == []


def test_told_to_stop_while_it_waits_it_ends_at_once(wall: Wall, diary: Diary) -> None:
    it = worker(diary.chore("deliver", every=timedelta(hours=1)), wall=wall)
    thread = threading.Thread(target=it.run)
    thread.start()

    it.stop()
    thread.join(timeout=5)

    assert not thread.is_alive()


def test_a_slow_chore_keeps_nobody_waiting_and_never_runs_twice_at_once(diary: Diary, wall: Wall) -> None:
    thinks, is_done = threading.Event(), threading.Event()

    def think(_clock: Clock) -> int:
        diary.done.append("think")
        thinks.set()
        is_done.wait(5)
        return 1

    work = worker(Chore("think", MINUTE, think, is_slow=True), diary.chore("deliver"), wall=wall)
    work.run_due()
    assert thinks.wait(5)
    wall.shows += MINUTE
    work.run_due()
    is_done.set()

    assert diary.done == ["think", "deliver", "deliver"] or diary.done == ["deliver", "think", "deliver"]


def test_one_chore_can_be_done_out_of_turn(diary: Diary, wall: Wall) -> None:
    it = worker(diary.chore("deliver"), diary.failing("fetch"), wall=wall)

    assert [it.once("fetch"), it.once("deliver"), it.once("deliver")] == [None, 1, 1]
    with pytest.raises(NoSuchChore, match="There are: deliver, fetch"):
        it.once("sweep")


@pytest.mark.usefixtures("app")
def test_an_idle_chore_is_noted_by_the_minute_and_a_busy_one_at_once(wall: Wall) -> None:
    found = iter([0, 0, 4, 0])
    chore = noted(Chore("look", timedelta(seconds=20), lambda _clock: next(found)))
    seen = []

    for _ in range(4):
        chore.do(wall)
        run = ChoreRun.last("look")
        assert run is not None
        seen.append(((run.ran_at - NOW).total_seconds(), run.did))
        wall.shows += timedelta(seconds=20)

    assert seen == [(0, 0), (0, 0), (40, 4), (40, 4)]
