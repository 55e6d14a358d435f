"""Templates, style and scripts of the program's pages, and the policy that allows them and nothing else."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import jinja2


def environment() -> jinja2.Environment:
    """The templates of the pages, with everything escaped, and an error for what is not given."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader(__package__),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def asset(name: str) -> str:
    """A style sheet or a script."""
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8").strip()


def content_security_policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Nothing may be loaded from anywhere; only the page's own styles and scripts are allowed, by their digests."""
    own = f"style-src {' '.join(map(_digest, styles))}; script-src {' '.join(map(_digest, scripts))}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _digest(name: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(asset(name).encode()).digest()).decode()}'"
