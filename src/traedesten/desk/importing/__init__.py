"""Other people's spreadsheets into the journal: read, understood, corrected by the person, tried, brought in."""
