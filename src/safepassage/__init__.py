"""Safepassage: plan, rehearse, run and account for the movement of people through a negotiated corridor."""

__version__ = "0.1.0"
