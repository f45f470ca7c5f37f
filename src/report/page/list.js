// The list of units: filters, order, the address that remembers both, printing; and the beginning of it all.

const STEP = 200; // rows shown at a time
const FIRST = 40; // of them, those shown while somebody types

const controls = {
  q: $("search"), class: $("filter-class"), settled: $("filter-settled"), committee: $("filter-committee"),
  criterion: $("filter-criterion"), missing: $("filter-missing"), lift: $("filter-lift"),
  decided: $("filter-decided"), moved: $("filter-moved"),
};
const body = document.querySelector("#units > tbody");
let matching = units;
let shown = STEP;
let order = { by: null, down: false };

function matches() {
  const [cls, settled, lift, decided, moved] =
    ["class", "settled", "lift", "decided", "moved"].map((name) => controls[name].value);
  const sought = plain(controls.q.value).split(/\s+/).filter(Boolean);
  const wanted = (value, ids) => (value ? ids.indexOf(value) : null);
  // What is not known is called by a blank, which no committee is.
  const committee = wanted(controls.committee.value, data.committees.map((value) => value || " "));
  const criterion = wanted(controls.criterion.value, data.deciders.map(([id]) => id));
  const missing = wanted(controls.missing.value, data.lacking.map(([id]) => id));
  return units.filter((unit) =>
    (!cls || data.classes[unit.cls].id === cls) &&
    (!settled || (settled === "settled") === Boolean(unit.settled)) &&
    (!moved || unit.cls !== unit.assessed) &&
    (!lift || (lift === "yes") === Boolean(unit.lift)) &&
    (!decided || (unit.decision && (decided === "any" || data.states[unit.decision[1]].id === decided))) &&
    (committee === null || unit.committee === committee) &&
    (criterion === null || unit.deciders.some(([at]) => at === criterion)) &&
    (missing === null || unit.missing.includes(missing)) &&
    sought.every((part) => searched(unit).includes(part)));
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
  body.setAttribute("aria-busy", "true");
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    fill();
    drawMap();
    body.setAttribute("aria-busy", "false");
  }, 120);
}

let waiting = 0;
function fill() {
  if (shown >= STEP) return;
  body.append(...rowsOf(matching.slice(shown, STEP)));
  shown = STEP;
  sayMore();
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

// ---------- the address: filters, and the unit that is open ----------

function remember(unit) {
  // A trial is not remembered, so neither is what it changes.
  const parts = Object.entries(controls).filter(([name, control]) => control.value && name !== "moved")
    .map(([name, control]) => name + "=" + encodeURIComponent(control.value));
  if (unit) parts.push("u=" + encodeURIComponent(unit.name));
  try {
    history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search);
  } catch { /* Some browsers forbid it for files, or when it comes too often: the address stays as it was. */ }
}

// `#class=suitable&committee=…` sets all filters; `#u=…` opens a unit; `#list` is a place in the page.
function follow(moving) {
  if (!location.hash.includes("=")) return;
  const wanted = asked();
  for (const [name, control] of Object.entries(controls)) {
    control.value = wanted.get(name) ?? "";
    if (control.selectedIndex === -1) control.value = "";
  }
  apply();
  const at = placeOf.get(wanted.get("u"));
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
  // At once: what is drawn meanwhile would move the goal of a smooth way.
  unit.row.scrollIntoView({ block: "start", behavior: "instant" });
  unit.open.focus({ preventScroll: true });
}

// ---------- a trial moves the table and the map ----------

let inTrial = new Map();
onTrial = () => {
  const classes = trying ? classesAt(trying) : new Map();
  for (const at of inTrial.keys()) if (!classes.has(at)) setClass(units[at], units[at].assessed);
  for (const [at, cls] of classes) setClass(units[at], cls);
  inTrial = classes;
  const some = [...classes.keys()].some((at) => units[at].cls !== units[at].assessed);
  $("trial-show").disabled = !some;
  controls.moved.parentNode.hidden = !trying;
  if (!trying) controls.moved.value = "";
  apply();
};

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
  $("trial-show")?.addEventListener("click", () => {
    Object.values(controls).forEach((control) => (control.value = ""));
    controls.moved.value = "yes";
    apply();
    $("list").scrollIntoView();
    $("list").focus({ preventScroll: true });
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
