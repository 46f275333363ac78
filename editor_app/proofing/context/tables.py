"""Hash tables in one array of 32-bit slots, read straight from a mapped file and looked up for many keys at once.

A slot holds a fingerprint of its key in the high bits and a small value in the low ones; 0 is an empty slot. Every key
lies in one of two buckets of four slots (cuckoo hashing, Fan et al. 2014), so a search looks at eight slots and never
further. Keys themselves are not stored: a foreign key is taken for a known one about eight times in two to the power of
the fingerprint's bits.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_WAYS = 4
_LOAD = 0.93
_MOST_MOVES = 500

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
    """``slots`` has one row of four a bucket; ``value_bits`` low bits of each hold the value."""

    slots: NDArray[np.uint32]
    value_bits: int

    def find(self, keys: Keys) -> NDArray[np.int64]:
        """The number of each key's slot, counted through all buckets; -1 where the key is unknown."""
        buckets = np.stack(_buckets(keys, len(self.slots)), 1)
        hits = (self.slots[buckets] >> np.uint32(self.value_bits)) == _fingerprint(keys, self.value_bits)[:, None, None]
        flat = hits.reshape(len(keys), 2 * _WAYS)
        at = flat.argmax(1)
        known = flat[np.arange(len(keys)), at]
        bucket = np.where(at < _WAYS, buckets[:, 0], buckets[:, 1])
        return np.where(known, bucket * _WAYS + at % _WAYS, -1)

    def values(self, found: NDArray[np.int64]) -> NDArray[np.uint32]:
        """The values in slots that :meth:`find` gave; meaningless where it gave -1."""
        values: NDArray[np.uint32] = self.slots.reshape(-1)[found] & np.uint32((1 << self.value_bits) - 1)
        return values

    def find_one(self, key: int) -> int:
        """As :meth:`find` for one key."""
        return int(self.find(np.array([key], np.uint64))[0])


def build(keys: Keys, values: NDArray[np.int64], value_bits: int) -> tuple[Table, NDArray[np.int64]]:
    """A table of distinct ``keys``, and the number of the slot each of them got (for arrays beside the table)."""
    buckets = int(len(keys) / _LOAD / _WAYS) + 2
    while (full := _placed(keys, buckets)) is None:
        buckets += buckets // 16 + 1
    slots = np.zeros((buckets, _WAYS), np.uint32)
    slot_of = np.empty(len(keys), np.int64)
    packed = (_fingerprint(keys, value_bits) << np.uint32(value_bits)) | values.astype(np.uint32)
    for number, members in enumerate(full):
        for place, key in enumerate(members):
            slots[number, place] = packed[key]
            slot_of[key] = number * _WAYS + place
    return Table(slots, value_bits), slot_of


def _placed(keys: Keys, buckets: int) -> list[list[int]] | None:
    """The keys (by index) in each bucket; None when they do not fit."""
    first, second = (part.tolist() for part in _buckets(keys, buckets))
    full: list[list[int]] = [[] for _ in range(buckets)]
    draw = random.Random(0)  # noqa: S311 - which key gives way is no secret
    for key in range(len(keys)):
        homeless = key
        bucket = first[key] if len(full[first[key]]) <= len(full[second[key]]) else second[key]
        moves = 0
        while len(full[bucket]) == _WAYS:
            moves += 1
            if moves > _MOST_MOVES:
                return None
            place = draw.randrange(_WAYS)
            full[bucket][place], homeless = homeless, full[bucket][place]
            bucket = first[homeless] + second[homeless] - bucket
        full[bucket].append(homeless)
    return full


def _buckets(keys: Keys, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    high, low = np.uint64(32), np.uint64(0xFFFFFFFF)
    again = keys * _MIX_2
    return tuple(((k >> high & low) * np.uint64(count) >> high).astype(np.int64) for k in (keys, again))  # type: ignore[return-value]


def _fingerprint(keys: Keys, value_bits: int) -> NDArray[np.uint32]:
    low = (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    never_empty: NDArray[np.uint32] = np.maximum(low >> np.uint32(value_bits), np.uint32(1))
    return never_empty
