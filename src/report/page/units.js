// Units: their data, their rows and their stories. Texts of the survey are written by textContent alone.

const data = JSON.parse($("data").textContent);
const words = data.words;
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const shownNumber = new Intl.NumberFormat(data.lang);
const natural = new Intl.Collator(data.lang === "en" ? undefined : "zh", { numeric: true });

// A row as the file has it → names for its parts.
const units = data.units.map(([name, cls, settled, best, worst, lift, committee, deciders, missing, point, decision], at) => ({
  at, name, cls, assessed: cls, settled, best, worst, lift, committee, deciders, missing, point, decision, row: null, story: null,
}));
const placeOf = new Map(units.map((unit) => [unit.name, unit.at]));
const committeeOf = (unit) => (unit.committee === null ? "" : data.committees[unit.committee] || words.blank);
const missingOf = (unit) => unit.missing.map((at) => data.lacking[at][1]).join(words.comma);

const decidedOf = ({ decision }) =>
  decision ? [filled(words.decided_is, { class: data.classes[decision[0]].label }), data.states[decision[1]].label] : [];

function reasonOf(unit) {
  if (unit.deciders.length === 0) return unit.settled ? words.fine : "";
  const told = ([at, reason]) =>
    data.deciders[at][1] + (reason === undefined ? "" : words.colon + data.reasons[reason]);
  return unit.deciders.map(told).join(words.semicolon);
}

// Full-width digits and letters are found as plain ones, capitals as small ones.
const plain = (text) => text.normalize("NFKC").toLowerCase();
function searched(unit) {
  return (unit.text ??= plain([unit.name, committeeOf(unit), reasonOf(unit), missingOf(unit), ...decidedOf(unit)].join("\n")));
}

// The stories of forty units are parsed together, when the first of them is opened.
const chunks = new Map();
function storyOf(unit) {
  const nth = Math.floor(unit.at / data.chunk);
  if (!chunks.has(nth)) chunks.set(nth, JSON.parse($("chunk-" + nth).textContent));
  const chunk = chunks.get(nth);
  const [, escalated, criteria, decision, remedies] = chunk.units[unit.at % data.chunk];
  return { escalated, criteria, decision, remedies, text: (at) => chunk.strings[at] };
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

function decided(unit) {
  const [what, state] = decidedOf(unit);
  return element("div", { class: "decided" }, element("div", { text: what }), element("div", { class: "quiet", text: state }));
}

// The class as it is shown now; where a trial moves it, what was assessed stands below.
function classParts(unit) {
  const was = unit.cls === unit.assessed ? null
    : element("div", { class: "quiet was", text: filled(words.trial_was, { class: data.classes[unit.assessed].label }) });
  return [chip(unit.cls), was, unit.decision ? decided(unit) : null].filter(Boolean);
}

function settledParts(unit) {
  const settled = ofBefore(unit, unit.settled ? words.settled : words.open);
  const lift = unit.lift ? element("div", { class: "quiet", text: words.with_lift }) : null;
  return [unit.settled ? settled : element("span", { class: "tag", text: settled }), lift].filter(Boolean);
}
const reasonPart = (unit) => element("span", { class: "cut", text: ofBefore(unit, reasonOf(unit)) });

// Where a trial moves the unit, what stands here is of before it: nobody has reckoned why it moves, or whether it is settled.
const ofBefore = (unit, text) => (unit.cls === unit.assessed || !text ? text : words.trial_before + text);

function rowOf(unit) {
  if (unit.row) return unit.row;
  const open = element("button", { type: "button", class: "open", "aria-expanded": "false", text: unit.name });
  const missing = cell("missing", element("span", { class: "cut", text: missingOf(unit) }));
  missing.setAttribute("data-label", unit.missing.length ? words.missing + words.colon : "");
  const row = element("tr", { class: "unit", role: "row", "data-unit": unit.name, "data-class": data.classes[unit.cls].id },
    cell("unit", open),
    hasCommittees ? cell("committee", committeeOf(unit)) : null,
    cell("class", ...classParts(unit)),
    cell("settled", ...settledParts(unit)),
    cell("reason", reasonPart(unit)),
    missing);
  unit.open = open;
  row.unit = unit;
  return (unit.row = row);
}

// Gives a unit the class that it has in a trial, or its own again.
function setClass(unit, cls) {
  if (unit.cls === cls) return;
  unit.cls = cls;
  if (unit.row) {
    unit.row.setAttribute("data-class", data.classes[cls].id);
    unit.row.querySelector(".at-class").replaceChildren(...classParts(unit));
    unit.row.querySelector(".at-settled").replaceChildren(...settledParts(unit));
    unit.row.querySelector(".at-reason").replaceChildren(reasonPart(unit));
  }
  if (unit.mark) drawMark(unit);
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
  const asIs = element("span", { class: "as-is", text: words.trial_as_is });
  body.append(element("p", {}, chip(unit.assessed), " " + settled, asIs, " ", link));
  if (unit.missing.length) body.append(element("p", { text: words.missing + words.colon + missingOf(unit) }));
  if (story.decision) body.append(element("p", { class: "decided", text: words.decided + words.colon + story.decision }));
  for (const line of story.escalated) body.append(element("p", { text: words.escalated + words.colon + line }));
  for (const line of story.remedies) body.append(element("p", { class: "remedy", text: words.remedy + words.colon + line }));
  if (story.remedies.length) body.append(element("p", { class: "small quiet", text: words.remedy_estimate }));
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

