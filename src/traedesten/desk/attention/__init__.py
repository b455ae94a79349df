"""The page of what needs a look: what a person may see of it, and the one tap that leads to where it is put right."""
