"""`load_needs`: anyone's file of needs; each bad line is told, each good one loaded, and none twice."""

import json
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Community, Member
from matching import intake, needs
from matching.models import Need, NeedState
from support.demo.needs import DATA
from support.management.progress import Bar

Told = tuple[int, str, str]
GOOD = {"title": "Am I too shy?", "text": "I never know what to say.", "topics": ["social-relationships"]}


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """A file with these lines: objects as JSON, text and bytes as they are."""

    def write(*lines: object) -> Path:
        path = tmp_path / "needs.jsonl"
        raw = (line if isinstance(line, bytes) else _json(line) for line in lines)
        path.write_bytes(b"".join(line + b"\n" for line in raw))
        return path

    return write


def _json(line: object) -> bytes:
    return (line if isinstance(line, str) else json.dumps(line)).encode()


def load(path: Path, *options: str) -> Told:
    """Runs the command for Riverside: exit code, what it says, and what it complains of."""
    out, err = StringIO(), StringIO()
    code: object = 0
    try:
        call_command("load_needs", str(path), "--community", "riverside", *options, stdout=out, stderr=err)
    except SystemExit as end:
        code = end.code
    assert isinstance(code, int)
    return code, out.getvalue(), err.getvalue()


AS_MAYA = ("--as", "maya@members.example")


def test_good_lines_become_needs_of_the_given_member(maya: Member, file: Callable[..., Path]) -> None:
    code, out, err = load(
        file(GOOD, {**GOOD, "title": "And at work?", "topics": ["people-at-work"]}), *AS_MAYA
    )
    assert (code, err) == (0, "")
    assert out == "Needs loaded: 2. Known already: 0. Lines that could not be loaded: 0.\n"
    first, second = Need.objects.order_by("pk")
    assert (first.member, first.headline, first.words) == (maya, GOOD["title"], GOOD["text"])
    assert [topic.slug for topic in first.topics.all()] == ["friendship"], (
        "the data's topic has found its home"
    )
    assert [topic.slug for topic in second.topics.all()] == ["people-at-work"], "our own topics are known too"
    assert first.state == NeedState.OPEN


def test_what_a_line_leaves_out_is_chosen_gently(maya: Member, file: Callable[..., Path]) -> None:
    load(file({"title": "Short", "text": "", "topics": ["stress"]}), *AS_MAYA)
    need = Need.objects.get()
    assert need.words == "Short", "where there is no text, the title says it"
    assert (need.kind, need.urgency, need.formats) == ("listening", "whenever", ["call", "chat"])
    assert need.languages == maya.languages


def test_what_a_line_says_is_kept(maya: Member, omar: Member, file: Callable[..., Path]) -> None:
    said = {"kind": "advice", "urgency": "today", "formats": ["call"], "languages": ["es", "en"]}
    load(file({**GOOD, **said, "member": " Omar@Members.example "}), *AS_MAYA)
    need = Need.objects.get()
    assert need.member == omar
    assert (need.kind, need.urgency, need.formats) == ("advice", "today", ["call"])
    assert need.languages == ["en", "es"]


def test_lines_may_name_their_members_so_that_nobody_else_is_needed(
    maya: Member, omar: Member, file: Callable[..., Path]
) -> None:
    path = file({**GOOD, "member": maya.email}, {**GOOD, "member": omar.email})
    assert load(path)[0] == 0
    assert {need.member for need in Need.objects.all()} == {maya, omar}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"title": "cut off', "The line is not JSON."),
        ("[" * 50_000, "The line is not JSON."),
        ('{"title": ' + "9" * 5000 + "}", "The line is not JSON."),
        (["Am I too shy?"], "The line is not a JSON object"),
        (b'{"title": "caf\xe9", "text": "", "topics": ["stress"]}', "The line is not UTF-8 text."),
        ({**GOOD, "title": "  "}, "The title is missing."),
        ({"text": "only this", "topics": ["stress"]}, "The title is missing."),
        ({**GOOD, "title": 7}, "“title” is not text."),
        ({**GOOD, "title": "a" * 141}, "“title” is longer than 140 characters."),
        ({**GOOD, "text": "a" * 6001}, "“text” is longer than 6000 characters."),
        ({**GOOD, "text": "a" * 100_001}, "The line is longer than 100000 bytes."),
        ({**GOOD, "text": "nothing \0 here"}, "“text” holds a character that cannot be stored."),
        ({**GOOD, "text": "half a \ud83d face"}, "“text” holds a character that cannot be stored."),
        ({**GOOD, "topics": []}, "The topics are missing."),
        ({**GOOD, "topics": "stress"}, "“topics” is not a list of words."),
        ({**GOOD, "topics": ["philately"]}, "There is no topic “philately”."),
        ({**GOOD, "topics": ["stress", "sleep", "rides", "pets"]}, "Three topics at most"),
        ({**GOOD, "kind": "hugs"}, "“kind” cannot be “hugs”; it can be: listening,"),
        ({**GOOD, "urgency": "now"}, "“urgency” cannot be “now”; it can be: today,"),
        ({**GOOD, "formats": ["smoke signals"]}, "“formats” cannot be “smoke signals”"),
        ({**GOOD, "formats": ["in_person"]}, "This community does not arrange meetings in person."),
        ({**GOOD, "languages": ["English"]}, "“English” is not the code of a language"),
        ({**GOOD, "member": "nobody@members.example"}, "There is no member with the address nobody@"),
        ({**GOOD, "member": "stray@members.example"}, "stray@members.example is not a member of Riverside."),
    ],
)
def test_a_bad_line_is_told_by_number_and_reason_and_the_good_ones_are_loaded(
    maya: Member, stray: Member, file: Callable[..., Path], line: object, reason: str
) -> None:
    code, out, err = load(file(GOOD, "", line, {**GOOD, "title": "Another"}), *AS_MAYA)
    assert code == 1
    assert err.startswith(f"Line 3: {reason}")
    assert len(err.splitlines()) == 1, "one plain line, not a trace"
    assert out == "Needs loaded: 2. Known already: 0. Lines that could not be loaded: 1.\n"


@pytest.fixture
def stray(maya: Member) -> Member:
    """An account that belongs to no community."""
    return Member.objects.create_user("stray@members.example", created_at=maya.created_at)


def test_a_line_without_a_member_is_told_when_none_is_given(maya: Member, file: Callable[..., Path]) -> None:
    code, _, err = load(file(GOOD))
    assert (code, err) == (1, "Line 1: The line names no member, and none was given for all lines.\n")


def test_the_bad_lines_of_all_batches_are_told_in_order(
    maya: Member, file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)
    unknown = {**GOOD, "member": "nobody@members.example"}
    code, _, err = load(file("no", unknown, GOOD, {}, {**GOOD, "title": "Two"}, "no"), *AS_MAYA)
    assert [line.split(":")[0] for line in err.splitlines()] == ["Line 1", "Line 2", "Line 4", "Line 6"]
    assert code == 1


def test_the_real_requests_load_whole_and_only_once(maya: Member) -> None:
    assert load(DATA, *AS_MAYA)[:2] == (
        0,
        "Needs loaded: 695. Known already: 0. Lines that could not be loaded: 0.\n",
    )
    assert load(DATA, *AS_MAYA)[:2] == (
        0,
        "Needs loaded: 0. Known already: 695. Lines that could not be loaded: 0.\n",
    )
    assert Need.objects.count() == 695


def test_a_file_that_has_grown_brings_only_what_is_new(maya: Member, file: Callable[..., Path]) -> None:
    load(file(GOOD), *AS_MAYA)
    assert load(file({**GOOD, "title": "New"}, GOOD), *AS_MAYA)[1].startswith(
        "Needs loaded: 1. Known already: 1."
    )


def test_the_same_line_twice_in_a_file_is_one_need(maya: Member, file: Callable[..., Path]) -> None:
    assert load(file(GOOD, GOOD), *AS_MAYA)[1].startswith("Needs loaded: 1. Known already: 1.")
    assert Need.objects.count() == 1


def test_the_same_words_of_somebody_else_are_another_need(
    maya: Member, omar: Member, file: Callable[..., Path]
) -> None:
    path = file(GOOD)
    load(path, *AS_MAYA)
    assert load(path, "--as", "OMAR@members.example")[1].startswith("Needs loaded: 1.")


def test_an_interruption_keeps_whole_batches_and_the_next_run_goes_on(
    maya: Member, file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(*({**GOOD, "title": f"Number {number}"} for number in range(7)))
    monkeypatch.setattr(intake, "BATCH", 3)
    posted = needs.post_many
    with monkeypatch.context() as patch:
        batches = iter([posted])

        def post_then_stop(**given: object) -> list[Need]:
            post = next(batches, None)
            if post is None:
                posted(**given)  # type: ignore[arg-type]  # written, but not yet committed
                raise KeyboardInterrupt
            return post(**given)  # type: ignore[arg-type]

        patch.setattr(needs, "post_many", post_then_stop)
        code, out, _ = load(path, *AS_MAYA)
    assert (code, out) == (130, "Stopped. Needs loaded: 3. The same command goes on from here.\n")
    assert Need.objects.count() == 3
    assert load(path, *AS_MAYA)[1].startswith("Needs loaded: 4. Known already: 3.")
    assert Need.objects.count() == 7


@pytest.mark.django_db(transaction=True)
def test_two_who_load_the_same_file_at_once_load_it_once(
    transactional_db: None, maya: Member, file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(*({**GOOD, "title": f"Number {number}"} for number in range(40)))
    monkeypatch.setattr(intake, "BATCH", 4)
    told: list[Told] = []

    def run() -> None:
        try:
            told.append(load(path, *AS_MAYA))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [code for code, _, _ in told] == [0, 0]
    assert sum(int(out.removeprefix("Needs loaded: ").partition(".")[0]) for _, out, _ in told) == 40
    assert Need.objects.count() == 40


def test_the_worker_hears_of_new_needs_once_a_batch(
    maya: Member,
    file: Callable[..., Path],
    rung: list[tuple[str, dict[str, object]]],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    path = file(*({**GOOD, "title": f"Number {number}"} for number in range(6)), "bad")
    monkeypatch.setattr(intake, "BATCH", 3)
    with django_capture_on_commit_callbacks(execute=True):
        load(path, *AS_MAYA)
    assert [name for name, _ in rung] == ["matching.match_community"] * 2


def test_a_file_with_a_byte_order_mark_or_without_a_last_line_end_is_read(
    maya: Member, tmp_path: Path
) -> None:
    path = tmp_path / "from-a-spreadsheet.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + _json(GOOD) + b"\r\n" + _json({**GOOD, "title": "Last"}))
    assert load(path, *AS_MAYA)[:2] == (
        0,
        "Needs loaded: 2. Known already: 0. Lines that could not be loaded: 0.\n",
    )


def test_a_file_that_cannot_be_read_is_one_clear_line(maya: Member, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.jsonl cannot be read: No such file or directory\."):
        load(tmp_path / "missing.jsonl", *AS_MAYA)
    with pytest.raises(CommandError, match=r"cannot be read: Is a directory\."):
        load(tmp_path, *AS_MAYA)


def test_an_empty_file_is_no_mistake(maya: Member, file: Callable[..., Path]) -> None:
    assert load(file(), *AS_MAYA)[0] == 0


def test_who_or_where_nobody_knows_is_said_before_anything_is_read(
    maya: Member, stray: Member, riverside: Community, tmp_path: Path
) -> None:
    path = tmp_path / "not-looked-at.jsonl"
    with pytest.raises(CommandError, match="There is no community called elsewhere"):
        call_command("load_needs", str(path), "--community", "elsewhere")
    with pytest.raises(CommandError, match="There is no member with the address ghost@"):
        load(path, "--as", "ghost@members.example")
    with pytest.raises(CommandError, match=r"stray@.* is not a member of Riverside"):
        load(path, "--as", stray.email)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_grows_and_makes_room() -> None:
    terminal = Terminal()
    bar = Bar(terminal, 200)
    bar.show(50, "3 loaded")
    bar.show(200, "9 loaded")
    bar.clear()
    quarter, whole, cleared = terminal.getvalue().split("\r")[1:]
    assert quarter == f"[{'#' * 8}{'.' * 22}]  25%  3 loaded\x1b[K"
    assert whole == f"[{'#' * 30}] 100%  9 loaded\x1b[K"
    assert cleared == "\x1b[K"


def test_the_bar_is_silent_where_nobody_looks_and_content_with_an_empty_file() -> None:
    pipe = StringIO()
    bar = Bar(pipe, 10)
    bar.show(5, "5 loaded")
    bar.clear()
    assert pipe.getvalue() == ""
    Bar(Terminal(), 0).show(0, "0 loaded")


def test_the_command_draws_the_bar_in_a_terminal(
    maya: Member, file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    load(file(GOOD, "bad"), *AS_MAYA)
    assert "100%  1 loaded" in terminal.getvalue()
