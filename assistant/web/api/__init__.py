"""The API: the guide as JSON, and its OpenAPI description."""
