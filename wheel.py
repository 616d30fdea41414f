"""Puts what the server reads at run time into the wheel, under server/_site, laid out as in the repository."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SITE = (
    "web/frame.html",
    "web/pages",
    "web/parts",
    "web/styles",
    "web/public",
    "web/dist",
    "content",
    "locales",
)


class SiteInside(BuildHookInterface[Any]):
    """Runs for a real wheel only: an editable install reads the repository itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Map each folder into the wheel; FileNotFoundError says what is missing."""
        if version != "standard":
            return
        root = Path(self.root)
        missing = [name for name in SITE if not (root / name).exists()]
        if missing:
            raise FileNotFoundError(
                f"The wheel needs {', '.join(missing)}, not found here. `make wheel` builds the scripts."
            )
        for name in SITE:
            build_data["force_include"][str(root / name)] = f"server/_site/{name}"
