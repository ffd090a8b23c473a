"""What the register knows of who may read files: kept once for each combination, compared at every scan.

A file whose content is as it was may have been opened to everybody since: a change of mode does not change its time.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection, bindparam, insert, select, update

from inventory import models, past_states
from inventory.models import File, storable
from inventory.queries import CHUNK
from scanner.document import Access

Permitted = tuple[str, Access]  # the owner of a file, and who may read it


@lru_cache(maxsize=4096)
def digest_of(access: Access) -> str:
    """What tells one combination of readers from another; whether everybody may read stands with the file."""
    written = json.dumps([not access.unknown, [storable(reader) for reader in access.readers]])
    return hashlib.blake2b(written.encode(), digest_size=16).hexdigest()


_NUMBER = select(models.Access.id).where(models.Access.digest == bindparam("digest"))


def number_of(connection: Connection, access: Access) -> int:
    """The number of a combination, which is new where no file had it yet."""
    digest = digest_of(access)
    number: int | None = connection.scalar(_NUMBER, {"digest": digest})
    if number is not None:
        return number
    values = {"digest": digest, "readers": access.readers, "known": not access.unknown}
    inserted = connection.execute(insert(models.Access).values(values)).inserted_primary_key
    return int(inserted[0]) if inserted else 0


def permit(connection: Connection, run: int, changed: Mapping[int, Permitted]) -> None:
    """Note that files on the share, and with them their members, have another owner or other readers now."""
    alike: dict[Permitted, list[int]] = defaultdict(list)
    for number, permitted in changed.items():
        alike[permitted].append(number)
    for (owner, access), numbers in alike.items():
        values = {"owner": owner, "readable_by_all": access.everyone, "access_id": number_of(connection, access)}
        for start in range(0, len(numbers), CHUNK):
            _permit(connection, run, numbers[start : start + CHUNK], values)


def _permit(connection: Connection, run: int, numbers: Sequence[int], values: Mapping[str, object]) -> None:
    for column in (File.id, File.container_id):
        chosen = column.in_(numbers)
        turned = select(File.id).where(chosen, File.readable_by_all != values["readable_by_all"])
        past_states.remember_stored(connection, run, list(connection.scalars(turned)))
        connection.execute(update(File).where(chosen).values(values))
