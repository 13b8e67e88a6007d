"""The flow language: source with positions, model, expressions, loading, checks, diagnostics. Pure."""
