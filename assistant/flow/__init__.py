"""The flow language, pure: strict YAML, model, expressions, readers, checks, findings."""
