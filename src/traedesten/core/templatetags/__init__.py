"""Template tags of the design system; loaded everywhere, so no template need ask for them."""
