"""Planned regressions: terms, estimation, what cannot be estimated, fit."""
