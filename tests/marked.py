"""Examples with what must be found between ⟦ ⟧."""

from __future__ import annotations

import re


def marked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """The example without its ⟦ ⟧, and the spans that they enclose."""
    spans: list[tuple[int, int]] = []
    text = ""
    for piece in re.split("(⟦[^⟧]*⟧)", example):
        plain = piece.strip("⟦⟧")
        if piece.startswith("⟦"):
            spans.append((len(text), len(text) + len(plain)))
        text += plain
    return text, spans
