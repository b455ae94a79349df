"""One story for each demo programme. Every figure in them is invented, except what the criteria themselves promise."""
