"""The HTTP boundary: access, rate limits, parsing of requests, security headers and problems."""
