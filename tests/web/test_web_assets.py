"""Scripts and stylesheets: small, packed, kept by their content, and pinned by it."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha384
from pathlib import Path

import pytest

from assistant.web.assets.static_files import (
    CACHE_BRIEFLY,
    CACHE_FOR_A_YEAR,
    LAUNCHER_PATH,
    Assets,
    bundle_script,
    minify_stylesheet,
    shipped_files,
)
from tests.web.visiting import Client

LAUNCHER_MOST, GUIDE_MOST = 2_500, 12_000
PARTS = {
    "/all.js": """// @ts-check
/** @import {B} from "./parts/b.js" */
import { a } from "./parts/a.js";
import {
  b,
} from "./parts/b.js";

// what it is for
export class All {
  /** @type {B} */
  is = [a, b, "https://b.example"];
}
""",
    "/parts/a.js": """import { b } from "./b.js";
export const a = b + 1;
""",
    "/parts/b.js": "export const b = 1;\n",
}


def packed_size(*names: str) -> int:
    assets = Assets(shipped_files())
    return sum(len(assets.by_name(name).gzipped) for name in names)


def test_the_launcher_is_small() -> None:
    assert packed_size(LAUNCHER_PATH) <= LAUNCHER_MOST


def test_the_guide_is_small_with_all_its_parts_and_its_style() -> None:
    assert packed_size("/guide.js", "/static/embed.css") <= GUIDE_MOST


def test_a_script_and_its_parts_are_one_file_each_part_before_what_uses_it() -> None:
    assert bundle_script("/all.js", PARTS) == (
        'const b=1;const a=b+1;class All{is=[a,b,"https://b.example"];}'
    )


def test_what_a_script_says_is_kept_to_the_letter_and_space_goes_elsewhere() -> None:
    kept = '["a , b { c } // d", `e = ${ f({ g: 1 }) } ;`, /h , i = [/ :]/, "\\" , "]'

    assert bundle_script(
        "/all.js", {"/all.js": f"const all = {kept};\nif (x - -1) y ( z ); // why\n"}
    ) == (
        "const all="
        '["a , b { c } // d",`e = ${ f({ g: 1 }) } ;`,/h , i = [/ :]/,"\\" , "];if(x- -1)y(z);'
    )


def test_a_stylesheet_says_the_same_without_what_is_for_its_readers() -> None:
    assert (
        minify_stylesheet("""/* what it
is for */
a,
b:hover > c { color: red; margin: 0 auto }
@media (max-width: 10em) { a { all: unset } }
""")
        == "a,b:hover>c{color:red;margin:0 auto}@media (max-width:10em){a{all:unset}}"
    )


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ('import { a } from "./a.js";\n', "/parts/a.js imports itself, by way of /parts/b.js"),
        ('import * as a from "./c.js";\n', 'import * as a from "./c.js"; cannot be joined'),
        ("export default 1;\n", "export default 1; cannot be joined"),
        ("export const b = 1;\nconst a = 2;\n", "two parts have a"),
        ("export const b = `${`one`}`;\n", "/parts/b.js: `${` cannot be joined"),
    ],
)
def test_parts_that_cannot_be_one_file_are_refused(part: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        bundle_script("/all.js", {**PARTS, "/parts/b.js": part})


@pytest.mark.parametrize("name", ["/launcher.js", "/guide.js"])
def test_what_is_served_is_a_script_that_needs_no_other(name: str, tmp_path: Path) -> None:
    script = tmp_path / "whole.mjs"
    script.write_bytes(shipped_files()[name])
    node = Path(sys.executable).with_name("node")
    run = subprocess.run([node, "--check", script], capture_output=True, text=True, check=False)

    assert (run.returncode, run.stderr) == (0, "")
    assert re.findall(rb"^\s*(?:import|export)\b", shipped_files()[name], re.MULTILINE) == []


@pytest.mark.parametrize("name", ["/launcher.js", "/guide.js", "/theme.css", "/static/guide.css"])
async def test_a_hash_may_be_kept_for_a_year_and_a_name_for_minutes(
    client: Client, name: str
) -> None:
    plain = await client.get(name)
    tag = plain.headers["ETag"].strip('"')
    hashed = await client.get(re.sub(r"(\.\w+)$", rf".{tag}\1", name))
    gone = await client.get(re.sub(r"(\.\w+)$", r".000000000000\1", name))
    same = await client.get(name, headers={"If-None-Match": f"W/{plain.headers['ETag']}"})
    other = await client.get(name, headers={"If-None-Match": '"0"'})

    assert (plain.status, plain.headers["Cache-Control"]) == (200, CACHE_BRIEFLY)
    assert (hashed.status, hashed.headers["Cache-Control"]) == (200, CACHE_FOR_A_YEAR)
    assert (gone.status, same.status, other.status) == (404, 304, 200)
    assert await plain.read() == await hashed.read() != b""
    assert plain.content_type == ("text/css" if name.endswith("css") else "text/javascript")


async def test_who_takes_it_packed_gets_it_packed(client: Client) -> None:
    async with client.session.get(
        client.make_url("/launcher.js"), headers={"Accept-Encoding": "gzip"}, auto_decompress=False
    ) as answer:
        packed_, headers = await answer.read(), answer.headers
    plain = await client.get("/launcher.js", headers={"Accept-Encoding": "identity"})

    assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed_) == await plain.read()


async def test_the_frame_is_packed_as_nothing_in_it_is_anybodys(client: Client) -> None:
    plain = await client.get("/embed/worry", headers={"Accept-Encoding": "identity"})
    async with client.session.get(
        client.make_url("/embed/worry"),
        headers={"Accept-Encoding": "gzip"},
        auto_decompress=False,
    ) as answer:
        packed_, coding = await answer.read(), answer.headers["Content-Encoding"]

    assert (coding, gzip.decompress(packed_)) == ("gzip", await plain.read())
    assert len(packed_) < 6_000


async def test_the_front_page_tells_what_the_launcher_is_pinned_by(client: Client) -> None:
    body = await (await client.get("/launcher.js")).read()
    page = await (await client.get("/")).text()
    pin = f"sha384-{b64encode(sha384(body).digest()).decode()}"

    assert page.count(f'integrity="{pin}"') == 2  # its own, and the recipe to copy
