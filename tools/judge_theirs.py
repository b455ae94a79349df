"""What counting.md found, in its own world: policy g of its section 2, by café S1, S2, S3."""

# RMSE: guests in per cent, shares in points.
RMSE: dict[tuple[str, str], tuple[float, float, float]] = {
    ("forgotten-10", "unique"): (3.3, 3.1, 2.2),
    ("forgotten-10", "year"): (2.0, 1.9, 2.7),
    ("forgotten-10", "returning"): (2.7, 2.3, 2.4),
    ("forgotten-10", "retained"): (2.1, 1.9, 0.8),
    ("forgotten-20", "unique"): (3.6, 3.3, 2.4),
    ("forgotten-20", "year"): (2.4, 2.3, 2.7),
    ("forgotten-20", "returning"): (2.5, 2.4, 2.2),
    ("forgotten-20", "retained"): (2.4, 2.1, 0.9),
    ("forgotten-40", "unique"): (4.6, 4.3, 2.9),
    ("forgotten-40", "year"): (3.9, 4.2, 3.9),
    ("forgotten-40", "returning"): (3.8, 6.2, 3.1),
    ("forgotten-40", "retained"): (3.6, 3.3, 1.4),
    ("first-missed-15", "unique"): (4.7, 4.8, 6.1),
    ("recall-x3", "unique"): (6.8, 6.4, 4.4),
    ("refusal-x2", "unique"): (4.1, 3.7, 2.7),
    ("untapped-10", "unique"): (3.8, 3.4, 3.1),
    ("all-four", "unique"): (5.7, 5.4, 7.0),
}

# What its closed-form intervals held in, over all settings: the least and the most.
COVERED = {"unique": "96-100", "year": "90-100", "returning": "88-100", "retained": "81-100"}

# Visits, unique, returning, last 13 weeks, regulars in them, unique in year 3, later joined.
WORLD = {
    "S1": (4379, 307, 76, 41, 73, 197, 52),
    "S2": (3220, 329, 76, 35, 68, 217, 49),
    "S3": (1935, 336, 51, 15, 53, 139, 39),
}

# How often its forecast's 95 % band held for new visitors, by week, over the three cafés.
FORECAST = {52: "71-99", 78: "97-98", 104: "98-99"}
