"""What runs by a timetable and not by a hand: thin commands that call the apps below, and decide nothing themselves."""
