"""An incident as the rules ask about it: how many people, which data, and what of it nobody could look into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from detectors.laws import load_laws
from inventory.incident.assessment import Known, Scope
from inventory.incident.scope import MY_NUMBER, is_uncounted
from inventory.queries import StoredFile

# What could not be looked into though it may well hold data of people; pictures, sound and programs are told apart.
_LOCKED = ("encrypted", "corrupt", "too_large", "timed_out", "denied", "partly_read")
_SCATTERED = ("email", "security_camera")  # 散在情報: usually no 個人データ by itself


@dataclass(frozen=True)
class Matter:
    """What is known of an incident (`known`) and what was in it (`scope`); `kind_names` are the words for kinds."""

    scope: Scope
    known: Known
    kind_names: Mapping[str, str]

    @cached_property
    def flags(self) -> frozenset[str]:
        """The flags of the data, with those that follow from what somebody said was in it."""
        told = set(self.known.kinds_told)
        by_kind = {rule.flag for rule in load_laws().rules if rule.flag and not rule.beside and told & set(rule.kinds)}
        return frozenset(self.scope.flags) | (by_kind - {"financial_sensitive"})

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of personal data in it, with those that somebody told of."""
        return tuple(dict.fromkeys((*self.scope.kinds, *self.known.kinds_told)))

    @property
    def holds_people(self) -> bool:
        """Whether there is data of people in it at all."""
        scope = self.scope
        by_hand = bool(scope.entries) and not scope.total  # a line for paper
        return bool(self.kinds or self.flags or scope.persons_max or self.known.persons_told or by_hand) or any(
            file.personal for file in scope.files
        )

    @property
    def persons(self) -> int:
        """How many people: as somebody told, else as the register estimates."""
        told = self.known.persons_told
        return self.scope.persons if told is None else told

    @property
    def persons_max(self) -> int:
        """How many people at the most, as far as they could be counted."""
        told = self.known.persons_told
        return self.scope.persons_max if told is None else told

    @property
    def my_number_persons(self) -> int:
        """Of how many people at the most there is a 個人番号."""
        told, counted = self.known.persons_told, self.scope.my_number_persons
        if told is None:
            return counted
        return min(told, counted) if counted else told if MY_NUMBER in self.known.kinds_told else 0

    @cached_property
    def locked(self) -> tuple[StoredFile, ...]:
        """Files in it that nobody could look into, or only in part."""
        return tuple(file for file in self.scope.unread if file.status in _LOCKED)

    @cached_property
    def unlooked(self) -> str:
        """What nobody could look into, in words; empty where everything was."""
        parts = []
        if self.locked:
            parts.append(f"読めなかったファイル {len(self.locked):,}件の中身")
        if self.scope.paths_missing:
            parts.append(f"台帳にない {len(self.scope.paths_missing):,}か所の中身")
        if not (parts or self.scope.total or self.kinds):
            parts.append("漏れた情報の項目")
        return "、".join(parts)

    @cached_property
    def uncounted(self) -> str:
        """Of what nobody knows how many people it is about, in words; empty where all are counted."""
        if self.known.persons_told is not None:
            return ""
        files = [file for file in self.scope.files if file.personal and is_uncounted(file) and file not in self.locked]
        parts = [self.unlooked] if self.unlooked else []
        if files:
            parts.append(f"人数を数えられないファイル {len(files):,}件の本人の数")
        elif not parts and not (self.scope.persons_known and self.scope.persons_max) and not self.scope.total:
            parts.append("本人の数")
        return "、".join(parts)

    @property
    def is_scattered(self) -> bool:
        """Whether all of it is mail or recordings, of which a single one is usually no 個人データ."""
        types = self.scope.document_types
        return bool(types) and not set(types) - set(_SCATTERED)

    def named(self, flag: str) -> str:
        """The kinds that give a flag, in words: 「健診・検査の結果、病名」."""
        of_flag = {kind for rule in load_laws().rules if rule.flag == flag for kind in rule.kinds}
        return "、".join(self.kind_names.get(kind, kind).split("（")[0] for kind in self.kinds if kind in of_flag)
