"""The recognizers under a real AnalyzerEngine."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from detectors.engine import Engine
from detectors.presidio import analyzer, japanese_recognizers, register
from detectors.rules import load_kinds
from tests import engines

MY_NUMBER = "個人番号：１２３４　５６７８　９０１８です"
CONTACT = "担当の連絡先は携帯０９０－１２３４－５６７８、メールは taro@yamada.co.jp です。"


@pytest.fixture(scope="module")
def engine() -> AnalyzerEngine:
    return analyzer()


@pytest.fixture
def ours() -> Engine:
    return engines.engine()


def found(results: list[Any], text: str) -> dict[str, str]:
    """Entity to the text of its span, of our own kinds."""
    kinds = load_kinds()
    return {result.entity_type: text[result.start : result.end] for result in results if result.entity_type in kinds}


def test_full_width_my_number_keeps_score_and_span(engine: AnalyzerEngine, ours: Engine) -> None:
    (result,) = engine.analyze(MY_NUMBER, language="ja")
    (finding,) = ours.find(MY_NUMBER)
    assert (result.entity_type, result.score) == ("JP_MY_NUMBER", finding.score)
    assert MY_NUMBER[result.start : result.end] == "１２３４　５６７８　９０１８"


def test_a_check_digit_alone_does_not_lift_the_score(engine: AnalyzerEngine) -> None:
    text = "伝票番号：123456789018"
    assert all(result.score < 1.0 for result in engine.analyze(text, language="ja"))
    assert "JP_MY_NUMBER" not in found(engine.analyze(text, language="ja"), text)


def test_every_score_and_span_is_the_engines(engine: AnalyzerEngine, ours: Engine) -> None:
    text = f"{MY_NUMBER}\n{CONTACT}\n氏名：山田太郎\n住所：東京都千代田区丸の内1-1-1\n"
    results = engine.analyze(text, language="ja")
    expected = {(finding.kind, finding.start, finding.end, finding.score) for finding in ours.find(text)}
    got = {(result.entity_type, result.start, result.end, result.score) for result in results}
    assert expected == {result for result in got if result[0] in load_kinds()}
    assert {"JP_MY_NUMBER", "PHONE_NUMBER", "EMAIL_ADDRESS", "PERSON", "JP_ADDRESS"} <= {kind for kind, *_ in got}


def test_the_evidence_explains_the_decision(engine: AnalyzerEngine) -> None:
    (result,) = engine.analyze(MY_NUMBER, language="ja", return_decision_process=True)
    explanation = result.analysis_explanation
    assert explanation.recognizer == "JapaneseRecognizer"
    assert "個人番号" in explanation.textual_explanation and "検査用数字が一致" in explanation.textual_explanation
    assert "９０１８" not in str(explanation)


def test_batch_equals_single_calls(engine: AnalyzerEngine) -> None:
    texts = [MY_NUMBER, "", CONTACT, "会議は予定どおり終わりました。"]
    batch = BatchAnalyzerEngine(engine).analyze_iterator(texts, language="ja", batch_size=2)
    assert batch == [engine.analyze(text, language="ja") for text in texts]
    assert [len(results) > 0 for results in batch] == [True, False, True, False]


def test_a_dictionary_of_columns(engine: AnalyzerEngine) -> None:
    columns = {"備考": [CONTACT, "なし"], "番号": MY_NUMBER}
    remarks, number = BatchAnalyzerEngine(engine).analyze_dict(columns, language="ja")
    assert found(remarks.recognizer_results[0], CONTACT)["PHONE_NUMBER"] == "０９０－１２３４－５６７８"
    assert remarks.recognizer_results[1] == []
    assert number.recognizer_results == engine.analyze(MY_NUMBER, language="ja")


def test_only_the_entities_asked_for(engine: AnalyzerEngine) -> None:
    results = engine.analyze(CONTACT, language="ja", entities=["PHONE_NUMBER"])
    assert [result.entity_type for result in results] == ["PHONE_NUMBER"]
    assert engine.analyze(CONTACT, language="ja", entities=["URL"], score_threshold=0.9) == []


def test_an_unsupported_language_is_presidios_own_error(engine: AnalyzerEngine) -> None:
    with pytest.raises(ValueError, match="No matching recognizers"):
        engine.analyze(MY_NUMBER, language="en")


def test_supported_entities_are_our_kinds_and_presidios_language_free_ones(engine: AnalyzerEngine) -> None:
    assert set(engine.get_supported_entities("ja")) == {*load_kinds(), "IBAN_CODE", "CRYPTO", "URL"}


def test_presidios_own_recognizers_run_beside_ours(engine: AnalyzerEngine) -> None:
    text = "送金先 GB33BUKB20201555555555 、案内は https://www.example.com/guide を参照"
    kinds = {result.entity_type: text[result.start : result.end] for result in engine.analyze(text, language="ja")}
    assert kinds["IBAN_CODE"] == "GB33BUKB20201555555555"
    assert kinds["URL"] == "https://www.example.com/guide"


def test_registered_beside_another_language() -> None:
    registry = RecognizerRegistry(supported_languages=["en", "ja"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=(nothing := both_languages()))
    register(registry)
    engine = AnalyzerEngine(registry=registry, nlp_engine=nothing, supported_languages=["en", "ja"])
    assert [result.entity_type for result in engine.analyze(MY_NUMBER, language="ja")] == ["JP_MY_NUMBER"]
    (english,) = engine.analyze("paid by 4012888888881881", language="en", entities=["CREDIT_CARD"])
    assert english.score == 1.0


def both_languages() -> Any:
    nothing = NoOpNlpEngine(models=[{"lang_code": language, "model_name": ""} for language in ("en", "ja")])
    nothing.load()
    return nothing


def test_recognizers_take_an_engine_of_ones_own(ours: Engine) -> None:
    (recognizer,) = japanese_recognizers(ours)
    assert recognizer.supported_language == "ja"
    assert [result.entity_type for result in recognizer.analyze(MY_NUMBER, None)] == ["JP_MY_NUMBER"]
    assert recognizer.analyze(MY_NUMBER, ["URL"]) == []


def test_several_threads_share_one_engine(engine: AnalyzerEngine) -> None:
    def kinds(text: str) -> list[tuple[str, int]]:
        return [(result.entity_type, result.start) for result in engine.analyze(text, language="ja")]

    texts = [MY_NUMBER, CONTACT] * 50
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(kinds, texts)) == [kinds(text) for text in texts]


def test_the_programs_of_the_readme_run(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    programs = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    for program in programs:
        exec(program, {})
    assert len(programs) == 2
    assert "PHONE_NUMBER" in capsys.readouterr().out
