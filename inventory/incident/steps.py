"""What to do next, in the order of practice: stop it, find out, tell those who must know, publish, prevent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inventory.incident.assessment import Due, Judgement
from inventory.incident.matter import Matter

_STOP = {
    "": "これ以上広がらないように、アカウント・共有・公開を止め、記録（ログ）を残す。",
    "loss": "遺失届・盗難届を出し、遠隔でのロックや消去、その機器のパスワードの変更をする。",
    "misdelivery": "送り先に連絡し、開かずに削除してもらい、見ていないこと・消したことを書面で確かめる。",
    "unauthorised": "その機器をネットワークから切り離し（電源は切らない）、記録（ログ）を残し、アカウントを止める。",
    "insider": "本人のアカウントと端末を止め、記録（ログ）を残し、返却・消去と使用の中止を求める。",
    "contractor": "委託先に、拡大の防止と、起きたこと・中身・人数の報告を求める。",
}


def steps(matter: Matter, judgements: Sequence[Judgement]) -> tuple[str, ...]:
    """The next steps, each one sentence."""
    return (*_contain(matter), *_find_out(matter, judgements), *_tell(judgements), *_afterwards())


def _contain(matter: Matter) -> Iterator[str]:
    yield _STOP[matter.known.cause]
    yield "責任者（個人情報保護管理者）に知らせ、知った日時と経緯を書き留める（「daicho incident new」）。"
    if matter.known.public:
        yield "掲載されている場所の管理者に、削除を依頼する（依頼した日時と返事を残す）。"


def _find_out(matter: Matter, judgements: Sequence[Judgement]) -> Iterator[str]:
    facts = [fact for one in judgements if one.verdict == "unknown" for fact in [one.deciding_fact] if fact]
    if facts:
        yield f"判断を決める事実を確かめる: {'／'.join(dict.fromkeys(facts))}。"
    if matter.scope.paths_missing:
        yield "台帳にない場所は「daicho scan」で検査し、もう一度判断する。"


def _tell(judgements: Sequence[Judgement]) -> Iterator[str]:
    told = [one for one in judgements if one.verdict == "report"]
    for addressee, sentence in (
        ("client", "委託元に通知する。"),
        ("commission", "個人情報保護委員会に、ウェブサイトの報告フォームから報告する（{days}）。"),
        ("pmark", "プライバシーマークの審査機関に報告する（{days}）。"),
        ("persons", "本人に、概要・項目・原因・二次被害・その他参考となる事項を速やかに通知する。"),
    ):
        dues = [one.due for one in told if one.addressee == addressee]
        if dues:
            yield sentence.format(days=_days(dues))


def _days(dues: Sequence[Due]) -> str:
    prompt = [due.preliminary_latest for due in dues if due.preliminary_latest]
    final = [due.final for due in dues if due.final]
    parts = ([f"速報 {min(prompt)} まで"] if prompt else []) + ([f"確報 {min(final)} まで"] if final else [])
    return "、".join(parts)


def _afterwards() -> Iterator[str]:
    yield "公表するかを決める（公表で二次被害が広がらないかも考える）。"
    yield "再発防止策を決め、記録に残す。"
