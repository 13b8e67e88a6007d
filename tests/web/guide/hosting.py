"""A page of another site that has the launcher, under a strict policy, and hears what it tells."""

from __future__ import annotations

from tests.web.hosts import Host, HostPage

STRICT = "default-src 'none'; script-src {service}; frame-src {service}; require-trusted-types-for 'script'; trusted-types 'none'"
HOSTING = """<!doctype html><html lang="da"><title>Intranet</title><h1>Intranet</h1>
<guide-launcher src="{service}/embed/worry" label="Bekymret?"><a href="{service}/worry">Guiden</a></guide-launcher>
<script type="module" src="{service}/launcher.js"></script>"""
HEARD = """() => { window.heard = []; for (const what of ["ready", "open", "close", "turn", "submitted", "erased", "error"])
  document.querySelector("guide-launcher").addEventListener(`guide-${what}`, ({detail}) => heard.push([what, detail])) }"""
VIOLATIONS = """window.violations = []; addEventListener("securitypolicyviolation",
  ({violatedDirective, blockedURI}) => violations.push([violatedDirective, blockedURI]))"""


def hosting(host: Host, address: str) -> str:
    headers = {"Content-Security-Policy": STRICT.format(service=address)}
    return host.put("/", HostPage(HOSTING.format(service=address), headers))
