"""Document types: every example on both sides, the words of the register, faults told all at once."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from detectors.doctypes import document_faults
from detectors.documents import DocumentEvidence, evidence_of, is_blank_form, load_classifier, misjudged
from detectors.likeheadings import plain_heading
from detectors.normalize import normalize

WORDS = """customer_list member_list contact_list address_book business_card inquiry_log order_list contract invoice
shipping_label survey visitor_log resume applicant_list employment_contract employee_register emergency_contacts payroll
attendance my_number_form identity_document health_check stress_check medical_certificate medical_record
medical_questionnaire social_insurance_form employment_insurance_form dispatch_ledger personnel_evaluation school_record
email security_camera access_log backup entrusted_data"""
CLASSIFIER = load_classifier()
TYPES = {type_.id: type_ for type_ in CLASSIFIER.types}
EXAMPLES = [
    pytest.param(id_, side, example, id=f"{id_}-{side}-{number}")
    for id_, type_ in TYPES.items()
    for side in ("finds", "ignores")
    for number, example in enumerate(getattr(type_.examples, side))
]


def looks_like(**known: object) -> str | None:
    """The id of the type that a file looks like."""
    winner = CLASSIFIER.classify(evidence_of(known)).winner
    return winner.type.id if winner else None


@pytest.mark.parametrize(("id_", "side", "example"), EXAMPLES)
def test_examples(id_: str, side: str, example: str) -> None:
    winner = CLASSIFIER.classify(evidence_of(example)).winner
    assert (winner is not None and winner.type.id == id_) == (side == "finds"), winner and winner.reasons


def test_nothing_is_misjudged() -> None:
    assert list(misjudged(CLASSIFIER)) == []


def test_every_word_of_the_register_is_a_type() -> None:
    assert len(WORDS.split()) == 36
    assert set(WORDS.split()) <= set(TYPES)
    examples = [TYPES[word].examples for word in WORDS.split()]
    assert all(len(example.finds) >= 3 and len(example.ignores) >= 2 for example in examples)


def test_shipped_types_have_no_fault() -> None:
    assert document_faults(files("rules") / "documents") == []


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("人事/給与規程.docx", "internal_rules"),
        ("人事/給与明細_4月.pdf", "payroll"),
        ("総務/防犯カメラ設置マニュアル.pdf", "manual"),
        ("採用/履歴書の書き方.docx", "manual"),
        ("採用/履歴書(佐藤).docx", "resume"),
        ("営業/個人情報保護規程.docx", "privacy_policy"),
        ("名簿.zip!総務/緊急連絡網.xlsx", "emergency_contacts"),
        ("人事/健康診断のお知らせ.docx", "notice"),
    ],
)
def test_the_head_of_a_name_decides(path: str, type_: str) -> None:
    assert looks_like(file=path) == type_


def test_latin_cues_are_whole_words() -> None:
    assert looks_like(file="web/access.log") == "access_log"
    assert looks_like(file="web/catalog.pdf") != "access_log"
    assert looks_like(file="広報/campaign.mp4", media="video/mp4") is None


def test_titles_with_spaces_between_letters() -> None:
    assert looks_like(text="履　歴　書\n氏　名　佐藤花子\n学　歴\n職　歴\n志望動機") == "resume"


def test_a_mail_stays_a_mail() -> None:
    text = "履歴書\n氏名 佐藤花子\n学歴 職歴 志望動機 本人希望記入欄"
    assert looks_like(file="採用/履歴書.eml", media="message/rfc822", text=text) == "email"


def test_a_recording_is_judged_by_place_and_name() -> None:
    assert looks_like(file="防犯カメラ/20250401.mp4", media="video/mp4") == "security_camera"
    assert looks_like(file="営業/顧客名簿.mp4", media="video/mp4") is None


def test_reasons_are_japanese_and_name_the_place() -> None:
    judged = CLASSIFIER.classify(
        DocumentEvidence("人事/賃金台帳.xlsx", headings=("賃金計算期間", "基本給"), text="差引支給額 100円")
    ).best
    assert judged is not None
    assert judged.reasons == ("ファイル名に『賃金台帳』", "見出し『基本給』『賃金計算期間』", "本文に『差引支給額』")


@pytest.mark.parametrize(
    "text",
    [
        "入会申込書\n氏名：\n住所：〒　　－\n生年月日：　　年　　月　　日\n電話番号：（　　　）",
        "氏 名　　　　　　印\n住 所\n電話番号\n",
        "来訪者氏名＿＿＿＿\n会社名＿＿＿＿\n電話番号＿＿＿＿",
    ],
)
def test_blank_form(text: str) -> None:
    assert is_blank_form(DocumentEvidence("様式.docx", text=normalize(text)))


def test_a_filled_form_is_not_blank() -> None:
    text = "氏名：佐藤花子\n住所：東京都港区\n電話番号：\n生年月日：平成2年4月1日"
    assert not is_blank_form(DocumentEvidence("申込.docx", text=normalize(text)))


def test_headings_over_no_record_are_a_blank_form() -> None:
    headings = ("氏名", "住所", "電話番号")
    assert is_blank_form(DocumentEvidence("名簿.xlsx", headings=headings))
    assert not is_blank_form(DocumentEvidence("名簿.xlsx", headings=headings, rows=20, kinds={"PERSON": 20}))
    assert not is_blank_form(DocumentEvidence("名簿.xlsx", headings=headings, rows=1, kinds={"PERSON": 1}))


def test_faults_are_told_all_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: 見本\npersonal: はい\nexamples: {finds: [あ]}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("name: [見本\n", encoding="utf-8")
    assert document_faults(tmp_path) == [
        "a.yaml: 項目が足りないか、知らない項目があります（DocumentExamples.__init__() missing 1 required positional "
        "argument: 'ignores'）",
        "b.yaml: 2行目: YAML として読めません。[ や { や # や : を含む値は ' ' で囲み、行の字下げをそろえてください",
    ]
    good = "name: 見本\nwhy:\npersonal: はい\nexamples: {finds: [{file: a, what: b}], ignores: []}\nat_least: 0\n"
    (tmp_path / "a.yaml").write_text(good, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(good + "words: [a, a]\n", encoding="utf-8")
    assert document_faults(tmp_path) == [
        "a.yaml: why が空です",
        "a.yaml: personal は true か false にしてください",
        "a.yaml: 手がかり（names・headings・words・media）が一つもありません",
        "a.yaml: at_least は 0 より大きい数にしてください",
        "a.yaml: examples の finds に知らない項目 what があります",
        "a.yaml: examples の ignores に例がありません",
        "b.yaml: 項目が足りないか、知らない項目があります（『a』が二度あります）",
    ]


def test_headings_say_the_same_in_other_words() -> None:
    said = looks_like(file="d/1103.csv", headings=["受注No", "ご購入者様", "商品名", "受注年月日"], rows=9)
    assert (
        said
        == looks_like(file="d/1103.csv", headings=["受注番号", "購入者", "商品名", "受注日"], rows=9)
        == "order_list"
    )
    assert plain_heading("受注no") == plain_heading("受注番号") == plain_heading("受注コード")
    assert plain_heading("ご来店日") == plain_heading("来店年月日")
    assert plain_heading("氏名") != plain_heading("名")
    assert plain_heading("勤務日") != plain_heading("勤務時間")


def test_a_name_that_no_heading_agrees_with_counts_less() -> None:
    fishing = ["釣り人", "魚種", "匹数"]
    assert looks_like(file="店/カルテ代わり.csv", headings=fishing, rows=9) is None
    assert looks_like(file="店/カルテ代わり.csv", headings=["患者氏名", *fishing], rows=9) == "medical_record"


def test_reasons_show_headings_as_people_write_them() -> None:
    known = evidence_of({"file": "健診.csv", "headings": ["氏名", "HbA1c", "AST"], "rows": 9})
    winner = CLASSIFIER.classify(known).winner
    assert winner and any("『AST』" in reason for reason in winner.reasons)
