"""States of a training on a full disk, and what is left of a damaged one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra [train] is not installed")

import torch

from policy_extract.errors import InputError, OutputError
from policy_extract.training.states import load_state, save_state


def test_a_state_stands_until_the_next_is_whole(
    full_disk: Callable[[int], AbstractContextManager[None]], tmp_path: Path
) -> None:
    path = tmp_path / "checkpoint.pt"
    save_state({"step": 1, "weights": torch.ones(4)}, path)
    for room in (0, 100, 30_000):
        with (
            full_disk(room),
            pytest.raises(OutputError, match=r"checkpoint\.pt: cannot be written"),
        ):
            save_state({"step": 2, "weights": torch.ones(40_000)}, path)
    assert load_state(path)["step"] == 1
    assert [one.name for one in tmp_path.iterdir()] == ["checkpoint.pt"]


@pytest.mark.parametrize("keep", [0, 1, 300, -1])
def test_a_damaged_state_is_named(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "weights.pt"
    save_state({"weights": torch.ones(400)}, path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(InputError, match=r"weights\.pt: .*damaged"):
        load_state(path)


def test_what_is_no_state_is_named(tmp_path: Path) -> None:
    torch.save([1], tmp_path / "list.pt")
    with pytest.raises(InputError, match="is no state"):
        load_state(tmp_path / "list.pt")
