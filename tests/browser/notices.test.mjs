// The unit pages of the sample street: the index, an estate, on paper, on a phone. They have no script.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { barriers, browser, overflow, pagesOf, withPage } from "./open-page.mjs";
import { run, unitsOf } from "./runs.mjs";

const street = run("street");
const folder = join(street, "units");
const files = readdirSync(folder);
const units = unitsOf(street);
const estate = units.at(-1).estate;
const estates = new Set(units.map((unit) => unit.estate));
const page = join(folder, `${estate}.html`);
let chromium;
before(async () => (chromium = await browser()));
after(() => chromium?.close());

test("there is a page for every estate, and the index leads to each", () =>
  withPage(chromium, join(folder, "index.html"), {}, async (index) => {
    const targets = await index.$$eval("a[href]", (links) => links.map((link) => decodeURI(link.getAttribute("href"))));
    const pages = targets.map((target) => target.split("#")[0].replace(/^\.\//, ""));
    for (const estate of estates) assert.ok(pages.includes(`${estate}.html`), `${estate} is in the index`);
    for (const file of pages.filter((file) => file && !file.startsWith(".."))) {
      assert.ok(files.includes(file), `${file} is there`);
    }
  }));

test("no unit page has a script", () => {
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    assert.ok(!/<script|javascript:|\son\w+\s*=/i.test(text), file);
  }
});

test("an estate's page names each of its units, and prints a sheet for each", () =>
  withPage(chromium, page, {}, async (page) => {
    const text = await page.locator("body").innerText();
    const own = units.filter((unit) => unit.estate === estate);
    for (const { building, unit } of own) assert.ok(text.includes(building) && text.includes(unit), `${building}/${unit}`);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    assert.equal(pagesOf(pdf), own.length);
  }));

for (const colorScheme of ["light", "dark"]) {
  for (const file of ["index.html", `${estate}.html`]) {
    test(`axe finds nothing serious in ${file} (${colorScheme})`, () =>
      withPage(chromium, join(folder, file), { colorScheme }, async (page) => {
        assert.deepEqual(await barriers(page), []);
      }));
  }
}

for (const file of ["index.html", `${estate}.html`]) {
  test(`on a phone nothing of ${file} is cut off at the side`, () =>
    withPage(chromium, join(folder, file), { viewport: { width: 390, height: 800 }, isMobile: true }, async (page) => {
      assert.ok((await overflow(page)) <= 0);
    }));
}
