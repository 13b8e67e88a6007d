"""Observability for the operator: metrics and a log, never any content."""
