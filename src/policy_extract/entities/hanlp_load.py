"""Loading a HanLP component from a folder or by a name: quietly, and every failure in one line.

``hanlp.load`` answers a failure with a page about the machine, asks PyPI for a newer version and may end
the process, so its two steps (fetch, then load) are taken here one by one.
"""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from threading import Lock
from typing import Any

from policy_extract.entities.manifest import Manifest, check_file, read_manifest
from policy_extract.errors import ModelError, install_hint

_OWN = ("config.json", "vocabs.json", "model.pt")
_TIMEOUT = 10.0
_PLUGIN = "policy_extract.entities.hanlp_plugin"
"""Puts HanLP's own classes right; imported when a model is run in HanLP, never before."""
_TRUSTED = ("hanlp", "hanlp_common", "policy_extract")
"""Packages whose classes a model folder may name."""
_CLASS_KEYS = ("classpath", "class_path", "type", "cls")
_one_at_a_time = Lock()


def read_own(folder: Path) -> Manifest | None:
    """The manifest of a folder in our format, its HanLP files checked; null for another's folder.

    Raises:
        ModelError: A file is missing or damaged; names it.
    """
    if not (folder / "manifest.json").is_file():
        return None
    manifest = read_manifest(folder, needed=(*_OWN, "vocab.txt"))
    for file, digest in manifest.files.items():
        if file.startswith("encoder/"):
            check_file(folder / file, digest)
    return manifest


def load_component(folder: Path, name: str) -> Any:
    """The component that HanLP saved in a folder.

    Args:
        folder: Holds ``config.json``, vocabularies and weights.
        name: What to call it in an error.

    Raises:
        ModelError: HanLP is missing, or the folder is foreign or damaged.
    """
    classpath = _classpath(folder, name)
    _see_classes(folder, name)
    options: dict[str, Any] = {"verbose": False, "devices": -1}
    if (folder / "encoder").is_dir():
        options["transformer"] = str(folder / "encoder")
    with _quietly():
        kind = _component_class(classpath, name)
        try:
            component = kind()
            component.load(str(folder), **options)
        except (Exception, SystemExit) as error:
            raise ModelError(
                f"{name}: HanLP cannot load it: {first_line(error)}",
                hint="Give a whole folder that HanLP saved",
            ) from error
    plugin: Any = import_module(_PLUGIN)
    plugin.mend_crf(component)
    return component


def fetch(name: str) -> Path:
    """The folder of a name in ``hanlp.pretrained``, downloaded by HanLP unless it has it.

    Raises:
        ModelError: HanLP is missing, the name is unknown, or the model could not be downloaded.
    """
    with _quietly():
        _need_hanlp()
        import hanlp.pretrained
        from hanlp.utils.io_util import get_resource, path_from_url

        known = {key: url for key, url in hanlp.pretrained.ALL.items() if "NER" in key}
        if name not in known:
            raise ModelError(
                f"model {name!r} is unknown",
                hint="Give policy-ner-fast, none, a model folder, or a NER model's name in "
                "hanlp.pretrained",
            )
        try:
            if not Path(path_from_url(known[name]).removesuffix(".zip")).is_dir():
                _reach(known[name])
            return Path(get_resource(known[name], verbose=False))
        except (Exception, SystemExit) as error:
            raise ModelError(
                f"model {name} could not be downloaded: {first_line(error)}",
                hint="Check the network, or give the folder of a model that is already here",
            ) from error


def first_line(error: BaseException) -> str:
    """The first line of an error that says something, else the error's class."""
    lines = [line.strip() for line in str(error).splitlines()]
    return next((line for line in lines if line), type(error).__name__)


def _reach(url: str) -> None:
    """Fail at once where the server is out of reach; HanLP itself tries on for half a minute."""
    from urllib.request import Request, urlopen

    with urlopen(Request(url, method="HEAD"), timeout=_TIMEOUT):
        pass


def _classpath(folder: Path, name: str) -> str:
    if (folder / "meta.json").is_file():
        raise ModelError(
            f"{name}: is a TensorFlow model of HanLP 2.0",
            hint="Give a model of HanLP 2.1, which runs on torch",
        )
    if not (folder / "config.json").is_file():
        raise ModelError(
            f"{name}: is no HanLP model (no config.json)", hint="Give the folder that HanLP saved"
        )
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        classpath = config.get("classpath") or config.get("class_path")
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError(
            f"{name}: config.json cannot be read", hint="Give the folder that HanLP saved"
        ) from error
    if not isinstance(classpath, str) or "." not in classpath:
        raise ModelError(
            f"{name}: is no HanLP model (config.json names no class)",
            hint="Give the folder that HanLP saved",
        )
    return classpath


def _see_classes(folder: Path, name: str) -> None:
    """See that a folder names no class but HanLP's and ours: HanLP imports whatever it is told to.

    Raises:
        ModelError: It names another.
    """
    for file in ("config.json", "vocabs.json"):
        try:
            data = json.loads((folder / file).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue  # what reads it says so
        for named in _classes(data):
            if named.split(".")[0] not in _TRUSTED:
                raise ModelError(
                    f"{name}: {file} names the class {named}, which is not HanLP's",
                    hint="Give a folder that HanLP saved",
                )


def _classes(data: Any) -> Iterator[str]:
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            for key, value in one.items():
                if key in _CLASS_KEYS and isinstance(value, str) and "." in value:
                    yield value
                waiting.append(value)
        elif isinstance(one, list):
            waiting += one


def _component_class(classpath: str, name: str) -> Any:
    _need_hanlp()
    from hanlp.common.torch_component import TorchComponent
    from hanlp_common.reflection import str_to_type

    try:
        kind = str_to_type(classpath)
    except Exception as error:
        raise ModelError(
            f"{name}: config.json names {classpath}, which HanLP does not have",
            hint="Install what this model needs, or give another",
        ) from error
    if not (isinstance(kind, type) and issubclass(kind, TorchComponent)):
        raise ModelError(
            f"{name}: config.json names {classpath}, which is no component of HanLP",
            hint="Give the folder that HanLP saved",
        )
    return kind


def _need_hanlp() -> None:
    try:
        import hanlp  # noqa: F401
    except ImportError as error:
        raise ModelError("HanLP is not installed", hint=install_hint("hanlp")) from error


@contextmanager
def _quietly() -> Iterator[None]:
    """Nothing that HanLP or its libraries print while loading reaches the streams.

    One load at a time: the streams belong to the whole process.
    """
    sink = StringIO()
    with (
        _one_at_a_time,
        redirect_stdout(sink),
        redirect_stderr(sink),
        warnings.catch_warnings(action="ignore"),
    ):
        yield
