"""The guide over HTTP on aiohttp: API, pages and inbox; `app.create_app` is the only wiring."""
