"""Who did and who looked."""

from server.audit.models import Look, chain_is_whole, did, lines_about, looked, openings

__all__ = ["Look", "chain_is_whole", "did", "lines_about", "looked", "openings"]
