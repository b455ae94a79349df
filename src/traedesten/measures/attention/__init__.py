"""What needs a look before figures are trusted: contradictions, jumps, what cannot be counted. Told, never mended."""
