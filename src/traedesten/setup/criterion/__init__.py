"""Success criteria written down, changed and ended on screen: what is counted, what is promised, and why it changed."""
