"""Tags, and how the labels of other data sets read in ours: as sets of what may be true.

A set that lacks a type says nothing of it. Its "outside" therefore allows "outside" and every
type it does not mark (partial labels); its ORG allows each of our three kinds of bodies.
"""

from typing import get_args

import numpy as np

from policy_extract.records import EntityType

TYPES: tuple[str, ...] = get_args(EntityType)
TAGS = ("O", *(f"{part}-{kind}" for kind in TYPES for part in "BIES"))
TAG_ID = {tag: index for index, tag in enumerate(TAGS)}

FULL: dict[str, tuple[str, ...]] = {kind: (kind,) for kind in TYPES}
CLUENER = {
    "name": ("PERSON",),
    "position": ("POSITION",),
    "address": ("LOCATION",),
    "organization": ("ORGANIZATION",),
    "government": ("GOVERNMENT",),
    "company": ("COMPANY",),
    "scene": ("FACILITY", "LOCATION"),
}
NEWS = {
    "PER": ("PERSON",),
    "LOC": ("LOCATION", "FACILITY"),
    "ORG": ("GOVERNMENT", "COMPANY", "ORGANIZATION"),
}
BOSON = {
    "person_name": ("PERSON",),
    "location": ("LOCATION", "FACILITY"),
    "org_name": ("GOVERNMENT", "ORGANIZATION"),
    "company_name": ("COMPANY",),
}
MAPPINGS = {
    "policy": FULL,
    "cluener": CLUENER,
    "msra": NEWS,
    "peoples_daily98": NEWS,
    "boson": BOSON,
}


def allowed_tags(
    length: int, entities: list[tuple[int, int, str]], mapping: dict[str, tuple[str, ...]]
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """For each character the tags that may be true, as a ``(length, tags)`` mask."""
    known = {kind for kinds in mapping.values() for kind in kinds}
    open_kinds = [kind for kind in TYPES if kind not in known]
    outside = np.zeros(len(TAGS), dtype=bool)
    outside[0] = True
    for kind in open_kinds:
        for part in "BIES":
            outside[TAG_ID[f"{part}-{kind}"]] = True
    mask = np.tile(outside, (length, 1))
    for start, end, kind in entities:
        kinds = mapping.get(kind)
        if kinds is None:
            # A type of theirs that is none of ours: anything may be true here.
            mask[start:end] = True
            continue
        mask[start:end] = False
        for ours in kinds:
            for at in range(start, end):
                part = (
                    "S"
                    if end - start == 1
                    else "B"
                    if at == start
                    else "E"
                    if at == end - 1
                    else "I"
                )
                mask[at, TAG_ID[f"{part}-{ours}"]] = True
    return mask


def allowed_moves() -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """``[from, to]``: the tag sequences that are well-formed BIOES."""
    moves = np.zeros((len(TAGS), len(TAGS)), dtype=bool)
    for left in TAGS:
        for right in TAGS:
            inside = left[0] in "BI"
            same = left[2:] == right[2:]
            ok = (right[0] in "IE" and same) if inside else right[0] in "OBS"
            moves[TAG_ID[left], TAG_ID[right]] = ok
    return moves
