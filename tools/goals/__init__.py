"""What the guide aims at in the browser, measured: `python -m tools.goals` writes docs/goals.md."""
