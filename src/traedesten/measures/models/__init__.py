from traedesten.measures.models.frozen_figure import FrozenFigure
from traedesten.measures.models.kept_board import KeptBoard
from traedesten.measures.models.set_aside import SetAside
from traedesten.measures.models.snapshot import Snapshot

__all__ = ["FrozenFigure", "KeptBoard", "SetAside", "Snapshot"]
