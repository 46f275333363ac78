"""Hash tables in one array of 32-bit slots, read straight from a mapped file and looked up for many keys at once.

A slot holds a fingerprint of its key in the high bits and a small value in the low ones; 0 is an empty slot. Keys lie in
the order of their home slots (linear probing), so a search ends at the first empty slot. Keys themselves are not
stored: a foreign key is taken for a known one about once in two to the power of the fingerprint's bits.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_LOAD = 0.8

Keys = NDArray[np.uint64]


def mix(*numbers: NDArray[np.int64]) -> Keys:
    """One well-spread 64-bit key for each tuple of numbers (splitmix64's finaliser, chained)."""
    key = np.zeros(np.broadcast_shapes(*(n.shape for n in numbers)), np.uint64)
    for number in numbers:
        key = key + number.astype(np.uint64) + _STEP
        key = (key ^ (key >> np.uint64(30))) * _MIX_1
        key = (key ^ (key >> np.uint64(27))) * _MIX_2
        key = key ^ (key >> np.uint64(31))
    return key


def key_of(form: str) -> int:
    """The 64-bit key of a word."""
    return int.from_bytes(hashlib.blake2b(form.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Table:
    """``slots`` as described above, with ``value_bits`` low bits for the value; ``homes`` is how many home slots there
    are (fewer than slots, so that the last run has room)."""

    slots: NDArray[np.uint32]
    homes: int
    value_bits: int

    def find(self, keys: Keys) -> NDArray[np.int64]:
        """The slot of each key, -1 where it is unknown."""
        at = _home(keys, self.homes)
        wanted = _fingerprint(keys, self.value_bits)
        found = np.full(keys.shape, -1, np.int64)
        open_ = np.arange(keys.size)
        while open_.size:
            slots = self.slots[at[open_]]
            hit = (slots >> self.value_bits) == wanted[open_]
            found[open_[hit]] = at[open_[hit]]
            open_ = open_[~hit & (slots != 0)]
            at[open_] += 1
        return found

    def values(self, found: NDArray[np.int64]) -> NDArray[np.uint32]:
        """The values in slots that :meth:`find` gave; meaningless where it gave -1."""
        return self.slots[found] & np.uint32((1 << self.value_bits) - 1)

    def find_one(self, key: int) -> int:
        """As :meth:`find` for one key, without the cost of arrays."""
        at = (key >> 32) * self.homes >> 32
        wanted = max(1, (key & 0xFFFFFFFF) >> self.value_bits)
        while slot := int(self.slots[at]):
            if slot >> self.value_bits == wanted:
                return at
            at += 1
        return -1


def build(keys: Keys, values: NDArray[np.int64], value_bits: int) -> tuple[Table, NDArray[np.int64]]:
    """A table of distinct ``keys``, and the slot each of them got (for arrays that run beside the table)."""
    homes = max(1, int(len(keys) / _LOAD))
    home = _home(keys, homes)
    order = np.argsort(home, kind="stable")
    rank = np.arange(len(keys))
    place = np.maximum.accumulate(home[order] - rank) + rank
    slots = np.zeros(int(place[-1]) + 2 if len(keys) else 2, np.uint32)
    slots[place] = (_fingerprint(keys, value_bits)[order] << np.uint32(value_bits)) | values[order].astype(np.uint32)
    slot_of = np.empty(len(keys), np.int64)
    slot_of[order] = place
    return Table(np.append(slots, np.zeros(max(0, homes + 2 - len(slots)), np.uint32)), homes, value_bits), slot_of


def _home(keys: Keys, homes: int) -> NDArray[np.int64]:
    return ((keys >> np.uint64(32)) * np.uint64(homes) >> np.uint64(32)).astype(np.int64)


def _fingerprint(keys: Keys, value_bits: int) -> NDArray[np.uint32]:
    low = (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return np.maximum(low >> np.uint32(value_bits), np.uint32(1))
