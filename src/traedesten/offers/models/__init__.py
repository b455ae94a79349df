from traedesten.offers.models.offer import Offer

__all__ = ["Offer"]
