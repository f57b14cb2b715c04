"""Weeks of a made-up community in simulated time, played through the real engine, to compare ways of matching."""
