"""The document that Dash fills: the page's own style sheets and scripts, and how they are found."""

from __future__ import annotations

import hashlib
from pathlib import Path

# In this order: a rule of style gives way to a later one.
STYLES = (
    "page/theme.css",
    "page/page.css",
    "answer/answer.css",
    "map/map.css",
    "basemap/basemap.css",
    "rule/place.css",
    "page/document.css",
    "compare/compare.css",
    "saved/saved.css",
    "import/import.css",
    "tour/tour.css",
    "export/print.css",
)
ENTRY = "main.mjs"


def path_of(assets: Path) -> str:
    """Return the path that a folder of assets is served under: another one as soon as any file in it is another.

    Scripts import one another by relative addresses, which share that path, so none has to be asked for again.
    """
    digest = hashlib.sha256()
    for file in sorted(assets.rglob("*")):
        if file.is_file():
            digest.update(f"{file.relative_to(assets).as_posix()}\n{file.stat().st_size}\n".encode())
            digest.update(file.read_bytes())
    return f"assets/{digest.hexdigest()[:16]}"


def template(assets: Path, address: str) -> str:
    """Return the document around Dash's own parts, with the assets of a folder at an address.

    The entry stands where Dash would start its renderer, and starts it. All other scripts are named beforehand, so that
    the browser asks for them at once and not import by import.
    """
    modules = sorted(file.relative_to(assets).as_posix() for file in assets.rglob("*.mjs"))
    scripts = "\n".join(f'<link rel="modulepreload" href="{address}{name}">' for name in modules)
    styles = "\n".join(f'<link rel="stylesheet" href="{address}{name}">' for name in STYLES)
    return f"""<!DOCTYPE html>
<html>
<head>
{{%metas%}}
<title>{{%title%}}</title>
{{%favicon%}}
{{%css%}}
{styles}
{scripts}
</head>
<body>
{{%app_entry%}}
<footer>
{{%config%}}
{{%scripts%}}
<script id="_dash-renderer" type="module" src="{address}{ENTRY}"></script>
</footer>
</body>
</html>"""
