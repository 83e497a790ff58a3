"""What the report claims, for programs: every claim with the figures in it."""

import json
from pathlib import Path

from pipeline import claims, files


def write_claims(told, folder):
    """Writes ``claims.json``, every claim with the figures in it, to ``folder``; returns its path."""
    path, ledger = Path(folder) / "claims.json", json.dumps(claims.records(told), ensure_ascii=False, indent=1)
    files.whole(path, f"{ledger}\n".encode())
    return path
