"""The demo world: Gentofte's day-care leader networks, Kolding as the stranger, and KLK."""

from klk_portal.demo.people import SIGN_INS

__all__ = ["SIGN_INS"]
