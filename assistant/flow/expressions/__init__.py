"""Conditions: grammar, name resolution, evaluation, reasons."""
