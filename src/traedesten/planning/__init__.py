"""The plan on screen: calendar, rhythms, year wheel and feeds; it refuses to hold the rules that plans keep."""
