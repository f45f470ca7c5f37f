// report.html of the sample street where it is read: on paper, on a phone, at night, by who cannot see it well.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { barriers, browser, count, ground, overflow, pagesOf, withPage } from "./open-page.mjs";
import { run, unitsOf } from "./runs.mjs";

const street = run("street");
const report = join(street, "report.html");
const units = unitsOf(street);
let chromium;
before(async () => (chromium = await browser()));
after(() => chromium?.close());
const onReport = (what, options = {}) => () => withPage(chromium, report, options, what);

test("print has the figures and the list, not what is clicked", onReport(async (page) => {
  await count(page);
  await page.fill("#search", units[0].estate);
  await count(page);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("#units").isVisible());
  assert.ok(await page.locator("h1").first().isVisible());
  for (const clicked of ["#search", "#filter-class", "#more"]) {
    assert.ok(await page.locator(clicked).isHidden(), `${clicked} is not printed`);
  }
  // Chromium repeats texts of a table's header on every page, buttons it does not.
  const header = page.locator("#units th[data-sort='class']");
  assert.ok(await header.locator("button").isHidden());
  assert.equal(await header.evaluate((th) => getComputedStyle(th, "::before").content), '"结论"');
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pagesOf(pdf) >= 2, "the figures and the list take more than a page");
}));

test("print is dark on light at night too", onReport(async (page) => {
  await count(page);
  await page.emulateMedia({ media: "print" });
  assert.ok((await ground(page)) > 220);
}, { colorScheme: "dark" }));

for (const width of [320, 390]) {
  const phone = { viewport: { width, height: 800 }, isMobile: true, hasTouch: true };
  test(`on a phone of ${width} pixels nothing is cut off at the side`, onReport(async (page) => {
    await count(page);
    assert.ok((await overflow(page)) <= 0);
    await page.fill("#search", units[3].name);
    await page.locator("#units button.open").first().tap();
    const story = page.locator("tr.story").first();
    await story.waitFor();
    for (const summary of await story.locator("summary").all()) await summary.tap();
    assert.ok((await overflow(page)) <= 0, "with a unit opened");
    const small = await page.$$eval("#units button.open, select, #search", (all) =>
      all.filter((one) => one.offsetParent && one.getBoundingClientRect().height < 24).map((one) => one.outerHTML.slice(0, 80)));
    assert.deepEqual(small, [], "a finger can hit it");
  }, phone));
}

test("at night the ground is dark", onReport(async (page) => {
  await count(page);
  assert.ok((await ground(page)) < 60);
}, { colorScheme: "dark" }));

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing serious (${colorScheme})`, onReport(async (page) => {
    await count(page);
    await page.locator("#units button.open").first().click();
    for (const summary of await page.locator("tr.story summary").all()) await summary.click();
    assert.deepEqual(await barriers(page), []);
  }, { colorScheme }));
}

test("without scripts the figures are there", onReport(async (page) => {
  const text = await page.locator("main").innerText();
  const suitable = units.filter((unit) => unit.class === "suitable" && unit.has_lift !== "true").length;
  assert.ok(text.includes(String(suitable)), `${suitable} units are suitable`);
}, { javaScriptEnabled: false }));

test("axe finds nothing serious in English", () =>
  withPage(chromium, join(run("english"), "report.html"), {}, async (page) => {
    await count(page);
    await page.locator("#units button.open").first().click();
    assert.equal(await page.getAttribute("html", "lang"), "en");
    assert.deepEqual(await barriers(page), []);
  }));
