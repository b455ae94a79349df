"""The agreement written down on screen: areas, activities, people, money and time, without code; it counts nothing."""
