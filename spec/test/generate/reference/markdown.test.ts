import { marked } from "marked";
import { expect, it } from "vitest";

import { plain } from "../../../src/generate/reference/markdown.ts";

it.each([
  ["nova/privsep/*.py; nova/virt/libvirt/volume/*.py connect_volume", undefined],
  ["zvm/driver.py __init__ (asks); vmwareapi/driver.py __init__ (raises)", undefined],
  ["manager.py _connect (the caller checks supports_tagged_attach_*); own_", undefined],
  ["driver.py detach_interface (in `finally__ *`)", "driver.py detach_interface (in <code>finally__ *</code>)"],
])("plain() keeps stars and underscores what they are: %s", (text, shown = text) => {
  expect(marked.parseInline(plain(text), { async: false })).toBe(shown);
});
