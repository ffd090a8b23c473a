"""The detectors as Presidio recognizers: what Presidio lacks for Japanese text, in the form its users know.

    from detectors.presidio import analyzer
    analyzer().analyze("個人番号：１２３４５６７８９０１８", language="ja")

Entities are the kinds of `rules/kinds/`. Everything is matched by our own engine, never by `PatternRecognizer`:
`\\b` and deny lists fail beside kanji, and there a passed check digit lifts any score to 1.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from threading import Lock

from presidio_analyzer import (
    AnalysisExplanation,
    AnalyzerEngine,
    EntityRecognizer,
    LocalRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.nlp_engine import NlpArtifacts, NoOpNlpEngine
from presidio_analyzer.predefined_recognizers import CryptoRecognizer, IbanRecognizer, UrlRecognizer

from detectors.engine import Engine
from detectors.finding import Finding

LANGUAGE = "ja"
_FREE_OF_LANGUAGE = (IbanRecognizer, CryptoRecognizer, UrlRecognizer)  # of Presidio's, those that have no kind here


class JapaneseRecognizer(LocalRecognizer):  # type: ignore[misc]  # presidio has no types
    """All kinds of personal data that the engine knows, found in one pass over the text.

    Spans are those of the text as given, scores those of the engine. It declares no context words, so Presidio
    leaves the scores alone. Calls from several threads take turns, as the engine's libraries need it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Lock()
        super().__init__(supported_entities=sorted(engine.rules), name=type(self).__name__, supported_language=LANGUAGE)

    def load(self) -> None:
        """Nothing to do: the engine came loaded, its name model follows with the first text."""

    def analyze(
        self, text: str, entities: Sequence[str] | None, nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """The findings of the kinds asked for; all of them without `entities`."""
        wanted = set(self.supported_entities if entities is None else entities)
        if wanted.isdisjoint(self.supported_entities):
            return []
        with self._turn:
            findings = self._engine.find(text)
        return [self._result(finding) for finding in findings if finding.kind in wanted]

    def _result(self, finding: Finding) -> RecognizerResult:
        explanation = AnalysisExplanation(
            recognizer=self.name, original_score=finding.score, textual_explanation="、".join(finding.evidence)
        )
        return RecognizerResult(finding.kind, finding.start, finding.end, finding.score, explanation)


def japanese_recognizers(engine: Engine | None = None) -> list[EntityRecognizer]:
    """The recognizers for Japanese text; without an engine they share the one of this process."""
    return [JapaneseRecognizer(engine or _shared_engine())]


def register(registry: RecognizerRegistry) -> None:
    """Add the Japanese recognizers to a registry, which should name "ja" among its languages."""
    for recognizer in japanese_recognizers():
        registry.add_recognizer(recognizer)


def analyzer() -> AnalyzerEngine:
    """A ready engine for language "ja": ours, and Presidio's own recognizers of IBAN, wallets and URLs.

    Its NLP engine runs nothing: names are told by our own rules and name model.
    """
    registry = RecognizerRegistry(supported_languages=[LANGUAGE])
    register(registry)
    for recognizer in _FREE_OF_LANGUAGE:
        registry.add_recognizer(recognizer(supported_language=LANGUAGE))
    nothing = NoOpNlpEngine(models=[{"lang_code": LANGUAGE, "model_name": ""}])
    return AnalyzerEngine(registry=registry, nlp_engine=nothing, supported_languages=[LANGUAGE])


@cache
def _shared_engine() -> Engine:
    return Engine()
