from traedesten.measures.models.kept_board import KeptBoard

__all__ = ["KeptBoard"]
