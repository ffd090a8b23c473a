"""`daicho detect`: text in, findings out, a line for a line."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest

from tests.commands import PROGRAM, Run, apart, environment, here, is_one_sentence

TEXT = "お客様の佐藤花子様（電話090-1234-5678）からご連絡がありました。"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    return here(monkeypatch, capfdbinary, tmp_path)


def test_answers_line_for_line(tmp_path: Path) -> None:
    lines = [
        '{"id": null, "text": "a\\ud800b 山田太郎様 電話090-1234-5678"}',
        "",
        '{"id": {"a": [1, 2.5]}, "text": ""}',
        '{"id": "\\udfff", "text": "\\u0000x", "more": 1}',
        json.dumps({"id": 7, "text": TEXT}, ensure_ascii=False),
    ]
    file = tmp_path / "in.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    done = apart(tmp_path, "detect", "--jsonl", file, PYTHONIOENCODING="cp932")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert [answer["id"] for answer in answers] == [None, {"a": [1, 2.5]}, "\udfff", 7]
    assert [len(answer["findings"]) for answer in answers] == [2, 0, 0, 2]
    phone = next(one for one in answers[0]["findings"] if one["type"] == "PHONE_NUMBER")
    assert set(phone) == {"type", "start", "end", "score", "evidence"}
    assert (phone["start"], phone["end"]) == (12, 25)  # half surrogates keep their place


def test_answers_each_line_at_once(tmp_path: Path) -> None:
    """Another program may keep it running and ask line by line."""
    command = [*PROGRAM, "detect", "--jsonl"]
    with subprocess.Popen(command, env=environment(tmp_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        for number in range(2):
            process.stdin.write(json.dumps({"id": number, "text": TEXT}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(20) == 0


@pytest.mark.parametrize("bad", ['{"id": 2, "text": 5}', "{", '{"text": "x"}', "[" * 100_000])
def test_a_bad_line_is_named(run: Run, bad: str) -> None:
    done = run("detect", "--jsonl", stdin=f"\n{bad}\n".encode())
    assert (done.code, done.out) == (2, "")
    assert is_one_sentence(done.err)
    assert done.err.startswith("2行目が")


def test_lines_before_a_bad_one_are_answered_whole(run: Run) -> None:
    good = json.dumps({"id": 1, "text": TEXT}).encode()
    done = run("detect", "--jsonl", stdin=good + b"\n{}\n" + good)
    assert done.code == 2
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == [1]


def test_text_is_read_in_any_encoding(run: Run, tmp_path: Path) -> None:
    text = "連絡先：電話090-1234-5678、メール taro@example.co.jp\n"
    (tmp_path / "a.txt").write_bytes(f"\n{text}".encode("cp932"))
    shown = run("detect", "a.txt")
    assert shown.code == 0
    assert "2行目 電話番号 " in shown.out
    assert "090-1234" not in shown.out
    piped = run("detect", "--format", "jsonl", stdin=text.encode("utf-16"))
    assert {"EMAIL_ADDRESS", "PHONE_NUMBER"} == {json.loads(line)["type"] for line in piped.out.splitlines()}


@pytest.mark.slow
def test_thousands_of_lines_take_seconds(run: Run) -> None:
    lines = "".join(json.dumps({"id": n, "text": TEXT.replace("5678", f"{n:04}")}) + "\n" for n in range(3000))
    started = time.monotonic()
    done = run("detect", "--jsonl", stdin=lines.encode())
    assert len(done.out.splitlines()) == 3000
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("name", ["customers.xlsx", "locked.pdf"])
def test_a_document_is_no_text(run: Run, name: str) -> None:
    Path("a.txt").write_bytes((Path(__file__).parent / "readers" / name).read_bytes())  # whatever it is called
    done = run("detect", "a.txt")
    assert (done.code, done.out) == (2, "")
    assert is_one_sentence(done.err) and "daicho scan" in done.err
