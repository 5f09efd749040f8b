"""Conduct and what follows from it: incidents, rewards, breaches of discipline, and dismissal by the law's own path."""

from liuguan.services.conduct import discipline, dismissal, incidents, rewards

__all__ = ["discipline", "dismissal", "incidents", "rewards"]
