"""Each trial finds what is planted for it: so that it finds nothing in our pages says something."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from tests.web.look.trials import TRIALS, faults

pytestmark = pytest.mark.browser

SOUND = """<!doctype html><html lang="da" dir="ltr"><head><title>Prøve</title><style>
  :root { color-scheme: light dark } body { font: 1rem/1.5 sans-serif; background: #fff; color: #111 }
  @media (prefers-color-scheme: dark) { body { background: #111; color: #fff } } button { min-block-size: 3rem }
  :focus-visible { outline: 3px solid } </style></head>
  <body><main><h1>Prøve</h1>{planted}</main></body></html>"""

PLANTED = {
    "axe": '<img src="data:,">',
    "ibm": '<label>Navn <input autocomplete="off" aria-describedby="nowhere"></label>',
    "ids": '<p id="a">En</p><p id="a">To</p>',
    "dark": '<p style="background: #eee">Hvid skrift på næsten hvidt, når det er mørkt</p>',
    "forced colours": "<button style='border: 0'>Send uden kant</button>",
    "less motion": '<p style="transition: color 2s">Langsomt</p>',
    "phone": '<button style="inline-size: 2rem">A</button>',
    "400 %": '<p style="block-size: 1rem; overflow: hidden">En linje<br>og en, der er skåret væk</p>',
    "desk": '<button style="outline: none">Ingen ring</button>',
    "from the right": '<p style="position: relative; right: 9rem">Flyttet til en side</p>',
    "wider text": '<p style="inline-size: 18rem; white-space: nowrap; overflow: hidden">'
    "Ordene fylder næsten hele linjen</p>",
}


def test_a_sound_page_stands_every_trial(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content(SOUND.replace("{planted}", "<button>Fortsæt</button>"))

    assert faults(page) == {}


@pytest.mark.parametrize("trial", TRIALS)
def test_a_trial_finds_what_is_planted_for_it(context: BrowserContext, trial: str) -> None:
    page = context.new_page()
    page.set_content(SOUND.replace("{planted}", PLANTED[trial]))

    assert TRIALS[trial](page, page.main_frame) != []


def test_a_trial_looks_into_shadow_roots(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content(SOUND.replace("{planted}", "<div id=host></div>"))
    page.evaluate("""() => { const root = document.querySelector("#host").attachShadow({mode: "open"});
      root.innerHTML = '<style>*{outline:none}</style><img src="data:,"><button style="width:2rem;border:0">A</button>' }""")

    assert {"axe", "ibm", "phone", "desk", "forced colours"} <= set(faults(page))
