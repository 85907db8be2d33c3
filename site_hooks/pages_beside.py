"""Pages of the site that lie beside ``docs/``, and links from and to them.

On disk, links go between the folders of the repository. In the site every page lies in one folder, and
a linked file that is no page is copied below ``files/``.
"""

import re
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
BESIDE = {
    "README.md": "README.md",
    "README.zh-CN.md": "README.zh-CN.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "SECURITY.md": "SECURITY.md",
    "examples/README.md": "examples.md",
    "src/policy_extract/model/MODEL_CARD.md": "MODEL_CARD.md",
    "training-data/README.md": "training-data.md",
}
"""Pages by their path in the repository, and their names in the site."""

_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages, and the files that any page links to."""
    for source, name in BESIDE.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / source)))
    sources = [ROOT / source for source in BESIDE] + sorted((ROOT / "docs").glob("*.md"))
    linked = {
        target
        for path in sources
        for link, _ in _LINK.findall(path.read_text(encoding="utf-8"))
        if (target := _target(path, link)) and not _page(target)
    }
    for target in sorted(linked):
        if (ROOT / target).is_file() and target.parts[0] != "docs":
            name = f"files/{target}"
            files.append(File.generated(config, name, abs_src_path=str(ROOT / target)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead each link to where the site has what it names."""
    source = next((s for s, n in BESIDE.items() if n == page.file.src_uri), None)
    path = ROOT / (source or f"docs/{page.file.src_uri}")

    def led(match: re.Match[str]) -> str:
        target = _target(path, match[1])
        if target is None:
            return match[0]
        name = _page(target)
        if name is None and target.parts[0] == "docs":
            name = "/".join(target.parts[1:])
        return f"]({name or f'files/{target}'}{match[2] or ''})"

    return _LINK.sub(led, markdown)


def _target(path: Path, link: str) -> PurePosixPath | None:
    """What a link leads to, as a path in the repository; nothing outside it."""
    whole = (path.parent / link).resolve()
    return PurePosixPath(whole.relative_to(ROOT)) if whole.is_relative_to(ROOT) else None


def _page(target: PurePosixPath) -> str | None:
    if str(target) in BESIDE:
        return BESIDE[str(target)]
    inside = target.parts[0] == "docs" and target.suffix == ".md" and len(target.parts) == 2
    return target.name if inside else None
