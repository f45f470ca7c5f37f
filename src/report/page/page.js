// The table of units, their stories and the map. Texts of the survey are written by textContent alone.
(() => {
"use strict";

const $ = (id) => document.getElementById(id);

// Estates fold out below their residents' committee.
for (const button of document.querySelectorAll("button.fold")) {
  button.addEventListener("click", () => {
    const opened = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", opened);
    $(button.getAttribute("aria-controls")).hidden = !opened;
  });
}
if (!$("data")) return;

// ---------- data ----------

const STEP = 200; // rows shown at a time
const FIRST = 40; // of them, those shown while somebody types
const data = JSON.parse($("data").textContent);
const words = data.words;
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const shownNumber = new Intl.NumberFormat(data.lang);
const natural = new Intl.Collator(data.lang === "en" ? undefined : "zh", { numeric: true });

// A row as the file has it → names for its parts.
const units = data.units.map(([name, cls, settled, best, worst, lift, committee, deciders, missing, point], at) => ({
  at, name, cls, settled, best, worst, lift, committee, deciders, missing, point, row: null, story: null,
}));
const placeOf = new Map(units.map((unit) => [unit.name, unit.at]));
const committeeOf = (unit) => (unit.committee === null ? "" : data.committees[unit.committee]);
const missingOf = (unit) => unit.missing.map((at) => data.lacking[at][1]).join(words.comma);

function reasonOf(unit) {
  if (unit.deciders.length === 0) return unit.settled ? words.fine : "";
  const told = ([at, reason]) =>
    data.deciders[at][1] + (reason === undefined ? "" : words.colon + data.reasons[reason]);
  return unit.deciders.map(told).join(words.semicolon);
}

// Full-width digits and letters are found as plain ones, capitals as small ones.
const plain = (text) => text.normalize("NFKC").toLowerCase();
function searched(unit) {
  return (unit.text ??= plain([unit.name, committeeOf(unit), reasonOf(unit), missingOf(unit)].join("\n")));
}

// The stories of forty units are parsed together, when the first of them is opened.
const chunks = new Map();
function storyOf(unit) {
  const nth = Math.floor(unit.at / data.chunk);
  if (!chunks.has(nth)) chunks.set(nth, JSON.parse($("chunk-" + nth).textContent));
  const chunk = chunks.get(nth);
  const [, escalated, criteria, decision] = chunk.units[unit.at % data.chunk];
  return { escalated, criteria, decision, text: (at) => chunk.strings[at] };
}

// ---------- elements ----------

function element(tag, { text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  made.append(...children.filter((child) => child !== null));
  return made;
}
function chip(grade) {
  if (grade === 3) return element("span", { class: "chip none", text: words.inapplicable });
  const { id, label } = data.classes[grade];
  const mark = element("span", { class: "mark " + id, "aria-hidden": "true" });
  return element("span", { class: "chip " + id }, mark, label);
}
// A cell says its role, for tables whose rows are laid out as cards on a phone.
const cell = (name, ...children) => element("td", { class: "at-" + name, role: "cell" }, ...children);

const hasCommittees = data.committees.length > 0;
const COLUMNS = hasCommittees ? 6 : 5;
const address = (unit) => "#u=" + encodeURIComponent(unit.name);

function rowOf(unit) {
  if (unit.row) return unit.row;
  const open = element("button", { type: "button", class: "open", "aria-expanded": "false", text: unit.name });
  const settled = element("span", { class: "tag", text: words.open });
  const missing = cell("missing", element("span", { class: "cut", text: missingOf(unit) }));
  missing.setAttribute("data-label", unit.missing.length ? words.missing + words.colon : "");
  const row = element("tr", { class: "unit", role: "row", "data-unit": unit.name, "data-class": data.classes[unit.cls].id },
    cell("unit", open),
    hasCommittees ? cell("committee", committeeOf(unit)) : null,
    cell("class", chip(unit.cls)),
    cell("settled", unit.settled ? words.settled : settled,
      unit.lift ? element("div", { class: "quiet", text: words.with_lift }) : null),
    cell("reason", element("span", { class: "cut", text: reasonOf(unit) })),
    missing);
  unit.open = open;
  row.unit = unit;
  return (unit.row = row);
}

// ---------- a unit's story ----------

function valuesOf(story, values) {
  const rows = values.map(([label, shown, written, sheet, place]) => {
    const cells = [element("th", { scope: "row", text: story.text(label) }), element("td", { text: story.text(shown) })];
    if (written !== undefined) {
      const where = [story.text(sheet), place].filter(Boolean).join(" › ");
      cells.push(element("td", { "data-label": words.written + words.colon, text: story.text(written) }));
      cells.push(element("td", { "data-label": words.place + words.colon, text: where }));
    } else {
      cells.push(element("td"), element("td"));
    }
    return element("tr", {}, ...cells);
  });
  const titles = [words.datum, words.read_as, words.written, words.place];
  const header = element("tr", {}, ...titles.map((text) => element("th", { scope: "col", text })));
  return element("table", { class: "values" }, element("thead", {}, header), element("tbody", {}, ...rows));
}

function criterionOf(story, [at, grade, possible, decides, reason, values], brief) {
  const about = data.criteria[at];
  const head = element("h4", {}, about.title, chip(grade));
  const open = [0, 1, 2, 3].filter((bit) => possible & (1 << bit));
  if (open.length > 1) {
    const names = open.map((bit) => (bit === 3 ? words.inapplicable : data.classes[bit].label));
    head.append(element("span", { class: "tag", text: words.possible + names.join(words.comma) }));
  }
  if (decides) head.append(element("span", { class: "tag strong", text: words.deciding }));
  const made = element("div", { class: brief ? "criterion brief" : "criterion" }, head);
  const text = story.text(reason);
  if (text) made.append(element("p", { text }));
  if (values.length) made.append(valuesOf(story, values));
  if (about.cite && possible !== 8) {
    const binding = about.binding ? element("span", { class: about.mandatory ? "tag strong" : "tag", text: about.binding }) : null;
    const named = about.norm && !about.cite.includes(about.norm) ? " " + about.norm : "";
    const cite = element("p", { class: "small" }, words.cite + about.cite + named + " ", binding);
    if (about.caution) cite.append(" " + about.caution);
    made.append(cite);
  }
  if (about.note && !brief) made.append(element("p", { class: "small", text: words.note + about.note }));
  return made;
}

function storyRow(unit) {
  if (unit.story) return unit.story;
  const story = storyOf(unit);
  const body = element("td", { colspan: COLUMNS, role: "cell" });
  const link = element("a", { class: "link small", href: address(unit), text: words.link });
  body.append(element("h3", { text: unit.name }));
  const settled = unit.settled ? words.settled + words.colon + words.settled_means : words.open + words.colon +
    filled(words.best_worst, { best: data.classes[unit.best].label, worst: data.classes[unit.worst].label });
  body.append(element("p", {}, chip(unit.cls), " " + settled + " ", link));
  if (unit.missing.length) body.append(element("p", { text: words.missing + words.colon + missingOf(unit) }));
  if (story.decision) body.append(element("p", { text: words.decided + words.colon + story.decision }));
  for (const line of story.escalated) body.append(element("p", { text: words.escalated + words.colon + line }));
  // What decides or weighs is told first (the program put it first); what is fine is folded away.
  const weighs = ([, grade, possible, decides]) =>
    decides || grade === 1 || grade === 2 || (possible & (possible - 1)) !== 0;
  const heavy = story.criteria.filter(weighs);
  const light = story.criteria.filter((criterion) => !weighs(criterion));
  heavy.forEach((criterion) => body.append(criterionOf(story, criterion, false)));
  if (light.length) {
    const others = heavy.length ? filled(words.others, { n: light.length }) : words.fine;
    const folded = element("details", {}, element("summary", { text: others }));
    folded.addEventListener("toggle", () => {
      if (folded.childElementCount === 1) light.forEach((it) => folded.append(criterionOf(story, it, true)));
    });
    body.append(folded);
  }
  return (unit.story = element("tr", { class: "story", role: "row" }, body));
}

function toggle(unit, opened = !unit.opened) {
  unit.opened = opened;
  unit.open.setAttribute("aria-expanded", opened);
  unit.row.classList.toggle("opened", opened);
  if (opened) unit.row.after(storyRow(unit));
  else if (unit.story) unit.story.remove();
  markOnMap(opened ? unit : null);
  remember(opened ? unit : null);
}

// ---------- filters and order ----------

const controls = {
  q: $("search"), class: $("filter-class"), settled: $("filter-settled"), committee: $("filter-committee"),
  criterion: $("filter-criterion"), missing: $("filter-missing"), lift: $("filter-lift"),
};
const body = document.querySelector("#units > tbody");
let matching = units;
let shown = STEP;
let order = { by: null, down: false };

function matches() {
  const [cls, settled, lift] = [controls.class.value, controls.settled.value, controls.lift.value];
  const asked = plain(controls.q.value).split(/\s+/).filter(Boolean);
  const wanted = (value, ids) => (value ? ids.indexOf(value) : null);
  const committee = wanted(controls.committee.value, data.committees);
  const criterion = wanted(controls.criterion.value, data.deciders.map(([id]) => id));
  const missing = wanted(controls.missing.value, data.lacking.map(([id]) => id));
  return units.filter((unit) =>
    (!cls || data.classes[unit.cls].id === cls) &&
    (!settled || (settled === "settled") === Boolean(unit.settled)) &&
    (!lift || (lift === "yes") === Boolean(unit.lift)) &&
    (committee === null || unit.committee === committee) &&
    (criterion === null || unit.deciders.some(([at]) => at === criterion)) &&
    (missing === null || unit.missing.includes(missing)) &&
    asked.every((part) => searched(unit).includes(part)));
}

const KEYS = {
  unit: (unit) => unit.name, committee: committeeOf, class: (unit) => unit.cls, settled: (unit) => -unit.settled,
  reason: reasonOf, missing: (unit) => unit.missing.length,
};
function sorted(list) {
  if (!order.by) return list;
  const key = KEYS[order.by];
  const compare = (a, b) => (typeof a === "number" ? a - b : natural.compare(a, b));
  const keyed = list.map((unit) => [key(unit), unit]);
  keyed.sort(([a, one], [b, other]) => (order.down ? -1 : 1) * compare(a, b) || one.at - other.at);
  return keyed.map(([, unit]) => unit);
}

function rowsOf(list) {
  return list.flatMap((unit) => (unit.opened ? [rowOf(unit), storyRow(unit)] : [rowOf(unit)]));
}

function draw() {
  body.replaceChildren(...rowsOf(matching.slice(0, shown)));
  sayMore();
}

function sayMore() {
  const left = matching.length - shown;
  $("more").hidden = left <= 0;
  $("more").textContent = filled(words.more, { n: Math.min(STEP, left), left: shownNumber.format(left) });
}

function apply() {
  matching = sorted(matches());
  shown = FIRST;
  draw();
  const [n, all] = [matching.length, units.length].map((number) => shownNumber.format(number));
  const text = matching.length === 0 ? words.count_none : matching.length < units.length ? words.count_some : words.count_all;
  $("count").textContent = filled(text, { n, all });
  $("count").setAttribute("data-count", matching.length);
  // The rest when nobody types.
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    fill();
    drawMap();
  }, 120);
}

let waiting = 0;
function fill() {
  if (shown >= STEP) return;
  body.append(...rowsOf(matching.slice(shown, STEP)));
  shown = STEP;
  sayMore();
}

// ---------- the address: filters, and the unit that is open ----------

function remember(unit) {
  const parts = Object.entries(controls).filter(([, control]) => control.value)
    .map(([name, control]) => name + "=" + encodeURIComponent(control.value));
  if (unit) parts.push("u=" + encodeURIComponent(unit.name));
  try {
    history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search);
  } catch { /* Some browsers forbid it for files, or when it comes too often: the address stays as it was. */ }
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

// `#class=suitable&committee=…` sets all filters; `#u=…` opens a unit; `#list` is a place in the page.
function follow(moving) {
  if (!location.hash.includes("=")) return;
  const asked = new Map(location.hash.slice(1).split("&").map((part) => {
    const [name, ...value] = part.split("=");
    return [name, decoded(value.join("="))];
  }));
  for (const [name, control] of Object.entries(controls)) {
    control.value = asked.get(name) ?? "";
    if (control.selectedIndex === -1) control.value = "";
  }
  apply();
  const at = placeOf.get(asked.get("u"));
  if (at !== undefined) reveal(units[at]);
  else if (moving) {
    $("list").scrollIntoView();
    $("list").focus({ preventScroll: true });
  }
}

function reveal(unit) {
  if (!matching.includes(unit)) {
    Object.values(controls).forEach((control) => (control.value = ""));
    apply();
  }
  const at = matching.indexOf(unit);
  fill();
  if (at >= shown) {
    shown = Math.ceil((at + 1) / STEP) * STEP;
    draw();
  }
  if (!unit.opened) toggle(unit, true);
  unit.row.scrollIntoView({ block: "start" });
  unit.open.focus({ preventScroll: true });
}

// ---------- the map ----------

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = ["M-4.4 0a4.4 4.4 0 1 0 8.8 0a4.4 4.4 0 1 0 -8.8 0z", "M0 -5L4.8 3.6H-4.8z", "M-4 -4H4V4H-4z"];
const WIDE = 1000, HIGH = 640, EDGE = 36;
let points = null;
const behind = svg("g", {}), before = svg("g", {});

function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function makeMap() {
  const map = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-labelledby": "h-where" });
  points = units.filter((unit) => unit.point).map((unit) => {
    const point = svg("path", { d: SHAPES[unit.cls], class: data.classes[unit.cls].id, "data-unit": unit.name });
    const title = svg("title", {});
    title.textContent = unit.name + " " + data.classes[unit.cls].label;
    point.append(title);
    point.unit = unit;
    return (unit.mark = point, unit);
  });
  map.append(behind, before, svg("path", { class: "scale", id: "scale" }), svg("text", { id: "scale-text" }));
  map.addEventListener("click", (event) => {
    const point = event.target.closest("[data-unit]");
    if (point) reveal(point.unit);
  });
  $("map").append(map);
}

// Frames the units that match, all of them where none has a position; never nearer than a few buildings.
function drawMap() {
  if (!$("map")) return;
  if (!points) makeMap();
  const within = new Set(matching);
  const framed = points.filter((unit) => within.has(unit));
  const frame = framed.length ? framed : points;
  const ends = (axis) => frame.reduce(([low, high], { point }) =>
    [Math.min(low, point[axis]), Math.max(high, point[axis])], [Infinity, -Infinity]);
  const [[west, east], [north, south]] = [ends(0), ends(1)];
  const scale = Math.min((WIDE - 2 * EDGE) / Math.max(east - west, 150), (HIGH - 2 * EDGE) / Math.max(south - north, 100));
  const size = Math.max(0.7, Math.min(1.9, 40 / Math.sqrt(frame.length)));
  for (const unit of points) {
    const x = WIDE / 2 + (unit.point[0] - (west + east) / 2) * scale;
    const y = HIGH / 2 + (unit.point[1] - (north + south) / 2) * scale;
    const out = !within.has(unit);
    unit.mark.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(out ? size / 2 : size).toFixed(2)})`);
    unit.mark.classList.toggle("out", out);
    const layer = out ? behind : before;
    if (unit.mark.parentNode !== layer) layer.append(unit.mark);
  }
  // A round length, about a sixth of the width.
  const rough = WIDE / 6 / scale;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const metres = ten * (rough / ten >= 5 ? 5 : rough / ten >= 2 ? 2 : 1);
  const end = EDGE / 2 + metres * scale;
  $("scale").setAttribute("d", `M${EDGE / 2} ${HIGH - 20}v6H${end.toFixed(1)}v-6`);
  $("scale-text").setAttribute("x", EDGE / 2);
  $("scale-text").setAttribute("y", HIGH - 26);
  $("scale-text").textContent = metres < 1000 ? filled(words.metres, { n: metres }) : filled(words.kilometres, { n: metres / 1000 });
}

function markOnMap(unit) {
  document.querySelector("#map path.here")?.classList.remove("here");
  if (!unit?.mark) return;
  unit.mark.classList.add("here");
  unit.mark.parentNode.append(unit.mark); // above the others
}

// ---------- begin ----------

function begin() {
  document.querySelector("#units > thead").setAttribute("role", "rowgroup");
  $("units").setAttribute("role", "table");
  body.setAttribute("role", "rowgroup");
  document.querySelector("#units > thead > tr").setAttribute("role", "row");
  for (const header of document.querySelectorAll("#units th[data-sort]")) {
    header.setAttribute("role", "columnheader");
    header.querySelector("button").addEventListener("click", () => {
      const by = header.dataset.sort;
      // Up, down, and back to the order of the survey.
      order = order.by !== by ? { by, down: false } : order.down ? { by: null, down: false } : { by, down: true };
      for (const other of document.querySelectorAll("#units th[aria-sort]")) other.removeAttribute("aria-sort");
      if (order.by) header.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      apply();
    });
  }
  for (const control of Object.values(controls)) {
    control.addEventListener("input", () => {
      apply();
      remember(null);
    });
  }
  document.querySelector("form.filters").addEventListener("submit", (event) => event.preventDefault());
  $("clear").addEventListener("click", () => {
    Object.values(controls).forEach((control) => (control.value = ""));
    apply();
    remember(null);
  });
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr.unit");
    const chosen = String(getSelection());
    if (row && (event.target.closest("button") || !chosen)) toggle(row.unit);
  });
  $("more").addEventListener("click", () => {
    fill();
    const first = shown;
    shown += STEP;
    draw();
    matching[first]?.open.focus();
  });
  // Print has all that matches.
  let screen = 0;
  addEventListener("beforeprint", () => {
    screen = Math.max(shown, STEP);
    shown = Infinity;
    draw();
    drawMap();
  });
  addEventListener("afterprint", () => {
    shown = screen;
    draw();
  });
  addEventListener("hashchange", () => follow(true));
  apply();
  setTimeout(() => units.forEach(searched), 300); // so that the first letter typed is as quick as the second
  // A unit's story stands after this script.
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => follow(true));
  else follow(true);
}

// The figures are painted first.
requestAnimationFrame(() => setTimeout(begin));
})();
