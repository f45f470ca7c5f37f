// report.html of the sample street: finding units, opening them, and getting to them by address.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, count, settled, withPage } from "./open-page.mjs";
import { run, unitsOf } from "./runs.mjs";

const street = run("street");
const report = join(street, "report.html");
const units = unitsOf(street);
let chromium;
before(async () => (chromium = await browser()));
after(() => chromium?.close());
const onReport = (what, options = {}) => () => withPage(chromium, report, options, what);

/** An attribute of the rows that are listed, once they stand still. */
async function shown(page, attribute) {
  await settled(page);
  return page.$$eval("#units tbody tr.unit", (rows, name) => rows.map((row) => row.getAttribute(name)), attribute);
}

/** Chooses every option of a filter in turn, and holds what is listed against `units.csv`. */
async function tryOptions(page, filter, matches) {
  const values = await page.$$eval(`${filter} option`, (options) => options.map((option) => option.value));
  assert.equal(values[0], "", "the first option is all of them");
  assert.ok(values.length > 1);
  for (const value of values.slice(1)) {
    await page.selectOption(filter, value);
    const expected = units.filter((unit) => matches(unit, value)).map((unit) => unit.name);
    assert.equal(await count(page), expected.length, `${filter} ${value}`);
    const names = await shown(page, "data-unit");
    assert.ok(names.every((name) => expected.includes(name)), `${filter} ${value}`);
    assert.equal(names.length > 0, expected.length > 0);
  }
  await page.selectOption(filter, "");
  assert.equal(await count(page), units.length);
  return values.slice(1);
}

test("every unit is counted, in the order of the survey", onReport(async (page) => {
  assert.equal(await count(page), units.length);
  const names = await shown(page, "data-unit");
  assert.deepEqual(names, units.slice(0, names.length).map((unit) => unit.name));
  assert.deepEqual(await shown(page, "data-class"), units.slice(0, names.length).map((unit) => unit.class));
}));

test("a search finds an estate, a unit and nothing", onReport(async (page) => {
  await count(page);
  const { estate, name } = units.at(-1);
  await page.fill("#search", estate);
  assert.equal(await count(page), units.filter((unit) => unit.estate === estate).length);
  await page.fill("#search", name);
  assert.ok((await shown(page, "data-unit")).includes(name));
  await page.fill("#search", "没有这样的门洞");
  assert.equal(await count(page), 0);
  assert.deepEqual(await shown(page, "data-unit"), []);
  await page.fill("#search", "");
  assert.equal(await count(page), units.length);
}));

test("the class filter", onReport(async (page) => {
  await count(page);
  const values = await tryOptions(page, "#filter-class", (unit, value) => unit.class === value);
  assert.deepEqual(values, ["suitable", "difficult", "unsuitable"]);
}));

test("the filter of what is settled", onReport(async (page) => {
  await count(page);
  await tryOptions(page, "#filter-settled", (unit, value) => unit.settled === String(value === "settled"));
}));

test("the filter of residents' committees", onReport(async (page) => {
  await count(page);
  const values = await tryOptions(page, "#filter-committee", (unit, value) => unit.committee === value);
  assert.deepEqual(new Set(values), new Set(units.map((unit) => unit.committee)));
}));

test("the filter of the criteria that decide", onReport(async (page) => {
  await count(page);
  await tryOptions(page, "#filter-criterion", (unit, value) => unit.deciding.split(";").includes(value));
}));

test("the filter of decisions, which stand beside the class", onReport(async (page) => {
  await count(page);
  const stands = (unit, value) => (value === "any" ? unit.decision !== "" : unit["decision.state"] === value);
  const values = await tryOptions(page, "#filter-decided", stands);
  assert.deepEqual(values, ["any", "agrees", "differs", "lapsed", "unrecorded"]);
  const unit = units.find((unit) => unit["decision.state"] === "differs");
  await page.fill("#search", unit.name);
  const row = page.locator(`tr.unit[data-unit="${unit.name}"]`);
  assert.equal(await row.getAttribute("data-class"), unit.class, "the class stays what it is");
  assert.match(await row.locator(".at-class .decided").innerText(), /决定：[^\n]*\n与评估不同/);
  await row.locator("button.open").click();
  assert.ok((await page.locator("tr.story .decided").innerText()).includes(unit["decision.reason"]));
}));

test("filters act together", onReport(async (page) => {
  await count(page);
  const { estate, committee } = units[0];
  await page.selectOption("#filter-committee", committee);
  await page.selectOption("#filter-class", "unsuitable");
  await page.fill("#search", estate);
  const matching = units.filter((unit) => unit.estate === estate && unit.class === "unsuitable");
  assert.equal(await count(page), matching.length);
}));

test("figures that link to the list say how many are listed", onReport(async (page) => {
  await count(page);
  const links = await page.$$eval("a[href^='#'][href*='=']", (all) =>
    all.map((link) => ({ href: link.getAttribute("href"), text: link.textContent.replace(/[, \u00a0]/g, "") })));
  const figures = links.filter(({ text }) => /^\d+$/.test(text));
  for (const { href, text } of figures) {
    await page.evaluate((hash) => (location.hash = hash), href);
    await page.waitForFunction((n) => document.querySelector("#count").dataset.count === n, text)
      .catch(() => assert.fail(`${href} says ${text}`));
  }
}));

test("columns sort both ways", onReport(async (page) => {
  const classesOf = (estate) => new Set(units.filter((unit) => unit.estate === estate).map((unit) => unit.class));
  const { estate } = units.find(({ estate }) => classesOf(estate).size === 3);
  await count(page);
  await page.fill("#search", estate);
  const rank = ["suitable", "difficult", "unsuitable"];
  const classes = async () => (await shown(page, "data-class")).map((id) => rank.indexOf(id));
  const header = page.locator("#units th[data-sort='class']");
  await header.locator("button").click();
  const up = await classes();
  assert.deepEqual(up, up.toSorted());
  assert.ok(up[0] < up.at(-1));
  assert.equal(await header.getAttribute("aria-sort"), "ascending");
  await header.locator("button").click();
  assert.deepEqual(await classes(), up.toReversed());
  assert.equal(await header.getAttribute("aria-sort"), "descending");
  await page.locator("#units th[data-sort='unit'] button").click();
  const names = await shown(page, "data-unit");
  const natural = new Intl.Collator("zh", { numeric: true });
  assert.deepEqual(names, names.toSorted((one, other) => natural.compare(one, other)), "2 comes before 10");
  assert.equal(await header.getAttribute("aria-sort"), null);
}));

test("every column sorts without losing a unit", onReport(async (page) => {
  const all = await count(page);
  for (const button of await page.$$("#units th[data-sort]:not([hidden]) button")) {
    await button.click();
    assert.equal(await count(page), all);
    assert.ok((await shown(page, "data-unit")).length > 0);
  }
}));

test("a unit is opened and closed by mouse", onReport(async (page) => {
  await count(page);
  const open = page.locator("#units button.open").nth(2);
  const story = page.locator("#units tr.unit:nth-child(3) + tr.story");
  assert.equal(await open.getAttribute("aria-expanded"), "false");
  await open.click();
  assert.equal(await open.getAttribute("aria-expanded"), "true");
  assert.ok((await story.innerText()).includes(units[2].name));
  assert.ok(await story.isVisible());
  await open.click();
  assert.equal(await open.getAttribute("aria-expanded"), "false");
  assert.equal(await page.locator("tr.story").count(), 0);
}));

test("a unit is opened by keyboard alone", onReport(async (page) => {
  await count(page);
  await page.focus("#search");
  await page.keyboard.type(units[5].name);
  const focused = () => page.evaluate(() => document.activeElement.className);
  for (let pressed = 0; (await focused()) !== "open"; pressed += 1) {
    assert.ok(pressed < 40, "the first unit is reached with the tabulator");
    await page.keyboard.press("Tab");
  }
  const seen = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  });
  assert.ok(seen, "where the keyboard is can be seen");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("tr.story").first().isVisible());
  await page.keyboard.press("Space");
  assert.equal(await page.locator("tr.story").count(), 0);
}));

test("what is told of a unit has its reasons with their cells", onReport(async (page) => {
  await count(page);
  const unit = units.find((unit) => unit.class === "unsuitable" && unit.settled === "true");
  await page.fill("#search", unit.name);
  await page.locator(`tr.unit[data-unit="${unit.name}"] button.open`).click();
  const story = await page.locator("tr.story").first().innerText();
  const [file, sheet] = unit.source.split(" › ");
  assert.ok(story.includes(file.replace(/\.xlsx$/, "")) && story.includes(sheet), story);
}));

test("more rows are listed when asked for", onReport(async (page) => {
  await count(page);
  const first = (await shown(page, "data-unit")).length;
  assert.ok(first < units.length, "not all of them are listed at once");
  await page.locator("#more").click();
  const names = await shown(page, "data-unit");
  assert.ok(names.length > first);
  assert.equal(new Set(names).size, names.length);
  await page.fill("#search", units[0].estate);
  await page.locator("#more").waitFor({ state: "hidden" });
}));

const late = units.at(-3).name;
test("an address opens its unit, wherever it stands in the list", onReport(async (page) => {
  const row = page.locator(`tr.unit[data-unit="${late}"]`);
  await row.waitFor();
  assert.equal(await row.locator("button.open").getAttribute("aria-expanded"), "true");
  await page.waitForFunction((name) => {
    const { top, bottom } = document.querySelector(`tr.unit[data-unit="${name}"]`).getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }, late);
}, { hash: `#u=${encodeURIComponent(late)}` }));

test("an address that names no unit shows the list", onReport(async (page) => {
  assert.equal(await count(page), units.length);
}, { hash: "#u=%E0%A4%A&class=<img>&__proto__=1" }));

test("an address that is changed opens another unit", onReport(async (page) => {
  await count(page);
  await page.evaluate((hash) => (location.hash = hash), `#u=${encodeURIComponent(late)}`);
  await page.locator(`tr.unit[data-unit="${late}"] button.open[aria-expanded="true"]`).waitFor();
}));

test("a point of the map opens its unit", onReport(async (page) => {
  await count(page);
  await page.waitForSelector("#map svg [data-unit]");
  const points = await page.$$eval("#map svg [data-unit]", (all) => all.map((point) => point.dataset.unit));
  const names = new Set(units.map((unit) => unit.name));
  assert.ok(points.length > 1000 && points.every((name) => names.has(name)));
  assert.equal(new Set(points).size, points.length);
  await page.locator(`#map svg [data-unit="${late}"]`).dispatchEvent("click");
  await page.locator(`tr.unit[data-unit="${late}"] button.open[aria-expanded="true"]`).waitFor();
}));
