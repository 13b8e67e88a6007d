"""The guide over HTTP: API, pages and inbox on aiohttp. `app.create_app` is the only wiring."""
