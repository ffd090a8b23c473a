"""The rules that the settings name: shipped kinds, profiles, and the user's own folder."""

from __future__ import annotations

from functools import cache

from detectors.rule_set import RuleSet, gather, load_rules
from inventory.settings import Settings, SettingsError


def rules_in_force(settings: Settings) -> RuleSet:
    """The rules that a scan works with; `SettingsError` or `RuleFault` where they cannot be used."""
    _check_folder(settings)
    return load_rules(settings.rules, settings.profiles)


def own_rules(settings: Settings) -> RuleSet | None:
    """The same where the settings add to the shipped ones, else None: a scan that examines nothing reads none."""
    return rules_in_force(settings) if settings.rules or settings.profiles else None


@cache
def check_shipped() -> None:
    """Read the shipped rules and document types, once; `RuleFault` where somebody damaged them."""
    from detectors.documents import load_classifier

    load_rules()
    load_classifier()


def gathered(settings: Settings) -> tuple[RuleSet, list[str]]:
    """The rules as far as they can be read, and everything that is wrong with the user's own."""
    _check_folder(settings)
    return gather(settings.rules, settings.profiles)


def _check_folder(settings: Settings) -> None:
    if settings.rules is None:
        return
    if not settings.rules.is_dir():
        state = "はフォルダーではありません" if settings.rules.exists() else "が見つかりません"
        raise SettingsError(f"規則のフォルダー {settings.rules} {state}。場所（設定では rules）を確かめてください。")
    try:
        next(settings.rules.iterdir(), None)
    except OSError:
        raise SettingsError(f"規則のフォルダー {settings.rules} を開けません。アクセス権を確かめてください。") from None
