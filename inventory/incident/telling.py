"""What the papers of a case say, in words: from the assessment that holds and from what people wrote down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inventory.incident.assessment import CAUSES
from inventory.incident.cases import Case
from inventory.incident.facts import NO, ROLES, YES
from inventory.incident.japanese_days import in_era, moment_in_era
from inventory.incident.kept import KeptAssessment
from inventory.incident.paper import fill_in

CHECKING = "確認中"
COURSE = ("log", "containment", "publication", "report", "notice")  # steps that others are told of; decisions stay here
_CONTACTS = {"PHONE_NUMBER", "EMAIL_ADDRESS", "JP_ADDRESS"}
_LOGINS = {"CREDENTIAL"}
_NUMBERS = {"JP_MY_NUMBER", "JP_DRIVER_LICENSE", "JP_PASSPORT", "JP_RESIDENCE_CARD", "JP_BASIC_PENSION_NUMBER"}
# kinds or flags, one of which is there: what may come of it, and what persons can do about it
_DANGERS: Sequence[tuple[Collection[str], str, str]] = (
    (_CONTACTS, "当社や関係者を装った電話・メール・郵便（詐欺や勧誘）",
     "心当たりのない電話、メール、郵便にご注意ください。不審な連絡には返事をせず、当社の窓口にお知らせください。"),
    ({"CREDIT_CARD"}, "クレジットカードの不正利用",
     "カードのご利用明細をお確かめください。心当たりのない請求があるときは、カードの発行会社にご連絡ください。"),
    (_LOGINS, "サービスへの不正なログイン",
     "パスワードを変えてください。同じパスワードをほかのサービスでもお使いのときは、そちらも変えてください。"),
    ({"JP_BANK_ACCOUNT"}, "口座の情報を使った詐欺の連絡",
     "金融機関を名乗る連絡で、暗証番号やパスワードを聞かれても答えないでください。"),
    (_NUMBERS, "本人になりすました手続き",
     "身に覚えのない契約や手続きの連絡があったときは、当社の窓口にお知らせください。"),
    ({"special_care"}, "知られたくない情報が知られることによる不利益", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of one case; the names of kinds, document types and flags are those of the product."""

    case: Case
    kept: KeptAssessment
    today: date
    company: str
    kind_names: Mapping[str, str]
    document_names: Mapping[str, str]
    flag_names: Mapping[str, str]

    def fact(self, name: str, hint: str) -> str:
        """What people wrote down, or a blank with what belongs there."""
        return self.case.facts.get(name) or fill_in(hint)

    def said(self, name: str) -> bool | None:
        """Whether a fact is so; None where nobody knows."""
        return {YES: True, NO: False}.get(self.case.facts.get(name, ""))

    @property
    def sender(self) -> str:
        """The company, as it signs."""
        return self.company or fill_in("会社名")

    @property
    def noticed(self) -> str:
        """When somebody knew, in the era."""
        return moment_in_era(self.case.facts["noticed"]) if "noticed" in self.case.facts else in_era(self.kept.noticed)

    @property
    def noticed_day(self) -> str:
        """The day on which somebody knew, in the era."""
        return in_era(self.kept.noticed)

    @property
    def occurred(self) -> str:
        """When it happened, in the era; a blank where nobody knows."""
        written = self.case.facts.get("occurred")
        return moment_in_era(written) if written else fill_in("起きた日。分からなければ「不明」")

    @property
    def cause(self) -> str:
        """The cause in words."""
        return CAUSES.get(self.case.facts.get("cause", ""), CHECKING)

    @property
    def cause_in_full(self) -> str:
        """The cause with its details."""
        detail = self.fact("cause_detail", "だれが・何を・どうしたか。調査中なら「調査中」")
        return f"{self.cause}\n{detail}"

    @property
    def items(self) -> str:
        """The items of data; a blank where the register knows none."""
        return "、".join(self.kept.items) or fill_in("個人データの項目")

    @property
    def flags(self) -> str:
        """The grave ones among the data."""
        return "、".join(self.flag_names.get(flag, flag) for flag in self.kept.flags)

    @property
    def documents(self) -> str:
        """What kinds of documents they were in."""
        return "、".join(self.document_names.get(code, code) for code in self.kept.document_types)

    @property
    def persons(self) -> str:
        """How many persons; the maximum counts as long as nobody knows."""
        kept = self.kept
        told = kept.known.persons_told
        if told is not None:
            return f"{told:,}人"
        if not kept.persons_max:
            return CHECKING
        if not kept.persons_known:
            return f"{CHECKING}（少なくとも約{kept.persons:,}人）"
        most = f"（最大で{kept.persons_max:,}人）" if kept.persons_max > kept.persons else ""
        return f"約{kept.persons:,}人{most}"

    @property
    def is_protected(self) -> bool:
        """Whether the data cannot be read by others: 高度な暗号化, and the key did not go along."""
        return bool(self.said("encrypted") and self.said("key_safe"))

    @property
    def dangers(self) -> list[str]:
        """What may come of it for the persons."""
        return [danger for danger, _ in self._dangers()]

    @property
    def advice(self) -> list[str]:
        """What the persons can do."""
        given = [advice for _, advice in self._dangers() if advice]
        return given or ["不審な連絡があったときは、当社の窓口にお知らせください。"]

    @property
    def secondary(self) -> str:
        """二次被害又はそのおそれ: as people wrote it, else what is to be feared of such data."""
        if written := self.case.facts.get("secondary"):
            return written
        if self.said("recovered"):
            return "第三者に見られる前にすべて回収したため、二次被害のおそれは低いと考えています。"
        if self.is_protected:
            return "高度な暗号化がされており、内容を読まれて悪用されるおそれは低いと考えています。"
        feared = "、".join(self.dangers)
        return f"{fill_in('確認された被害の有無')}\n" + (f"おそれのある被害：{feared}。" if feared else "")

    @property
    def role(self) -> str:
        """Whose data it is."""
        facts = self.case.facts
        told = [ROLES.get(facts.get("role", ""), "")]
        told += [f"委託元：{facts['client']}"] if "client" in facts else []
        contractors = facts.get("contractor") or "、".join(self.kept.contractors)
        told += [f"委託先：{contractors}"] if contractors else []
        return "\n".join(filter(None, told)) or fill_in("委託元・委託先の有無と名称")

    def steps(self, *kinds: str) -> str:
        """What was done, line by line with its days."""
        steps = (step for step in self.case.steps if step.kind in kinds)
        return "\n".join(f"{moment_in_era(step.happened)}　{step.text}" for step in steps)

    def requests(self) -> str:
        """Who was asked to delete or return it, line by line."""
        lines = []
        for one in self.case.requests:
            state = f"{in_era(date.fromisoformat(one.done_on))}に完了" if one.done_on else "回答待ち"
            lines.append(f"{in_era(date.fromisoformat(one.asked_on))}　{one.recipient}に依頼（{one.what}）、{state}")
        return "\n".join(lines)

    def _dangers(self) -> list[tuple[str, str]]:
        there = {*self.kept.kinds, *self.kept.flags}
        return [(danger, advice) for of, danger, advice in _DANGERS if not there.isdisjoint(of)]
