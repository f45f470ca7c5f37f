// Sliders: what if a parameter were different. The program found the exact steps; here they are only added up.

const trials = $("trials") ? JSON.parse($("trials").textContent) : [];
const numbers = new Intl.NumberFormat(document.documentElement.lang);
let trying = null; // { trial, value }, or nothing is tried
let onTrial = () => {}; // what moves beside the counts: the table and the map

const valueOf = (trial, value) => (value / trial.scale).toFixed(trial.places) + trial.suffix;
// A step at a value counts from that value on; one just above it does not yet.
const reached = ([place], value) => place <= 2 * value;

// How many units more each class has than now.
function changes({ trial, value }) {
  const more = [0, 0, 0];
  for (const turn of trial.turns) {
    const [, from, to, count] = turn;
    const sign = reached(turn, value) - reached(turn, trial.now);
    more[from] -= sign * count;
    more[to] += sign * count;
  }
  return more;
}

// The class of each unit that any value of this parameter moves, by its row.
function classesAt({ trial, value }) {
  const classes = new Map();
  for (const turn of trial.turns) {
    const [, from, to, , rows] = turn;
    for (const row of rows) {
      if (reached(turn, value)) classes.set(row, to);
      else if (!classes.has(row)) classes.set(row, from);
    }
  }
  return classes;
}

const CLASSES = ["suitable", "difficult", "unsuitable"];
const cards = CLASSES.map((id) => {
  const card = document.querySelector(".card." + id);
  const figure = card.querySelector(".figure a") ?? card.querySelector(".figure");
  const share = card.querySelector(".share");
  return { figure, share, shown: figure.textContent, shareShown: share.textContent,
    count: Number(figure.textContent.replace(/[^0-9]/g, "")) };
});
const signed = (n) => (n > 0 ? "+" : n < 0 ? "\u2212" : "\u00b1") + numbers.format(Math.abs(n));

// Cards and bar show what is tried, marked as such.
function showCounts() {
  const all = cards.reduce((sum, { count }) => sum + count, 0);
  const more = trying ? changes(trying) : [0, 0, 0];
  let from = 0;
  cards.forEach((card, at) => {
    const count = card.count + more[at];
    card.figure.textContent = trying ? numbers.format(count) : card.shown;
    card.share.textContent = trying ? (all ? (100 * count / all).toFixed(1) : "0.0") + "%  " + signed(more[at]) : card.shareShown;
    const part = document.querySelector(".bar.whole rect." + CLASSES[at]);
    if (part) {
      const wide = all ? 1000 * count / all : 0;
      part.setAttribute("x", from.toFixed(2));
      part.setAttribute("width", wide.toFixed(2));
      from += wide;
    }
  });
  document.querySelector(".cards").classList.toggle("tried", Boolean(trying));
  // What no trial reckons says that it is by the rules as they are.
  document.documentElement.classList.toggle("trying", Boolean(trying));
  return more;
}

function sayTrial(more) {
  const said = $("trial-said").dataset;
  const values = trying && {
    label: trying.trial.label, value: valueOf(trying.trial, trying.value), now: valueOf(trying.trial, trying.trial.now),
  };
  const fill = (text) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  $("trial-said").textContent = trying ? fill(said.tried) : said.none;
  $("trial-note").hidden = !trying;
  $("trial-note").textContent = trying ? fill($("trial-note").dataset.words) : "";
  cards.forEach(({ count }, at) => {
    const figure = document.querySelector("#trial-counts ." + CLASSES[at]);
    figure.querySelector("b").textContent = numbers.format(count + more[at]);
    figure.querySelector("i").textContent = trying ? signed(more[at]) : "";
  });
  $("trial-reset").disabled = !trying;
}

function tryValue(trial, value) {
  const other = trying && trying.trial !== trial ? trying.trial : null;
  trying = value === trial.now ? null : { trial, value };
  for (const one of [other, trial].filter(Boolean)) place(one);
  sayTrial(showCounts());
  onTrial();
}

function place(trial) {
  const value = trying && trying.trial === trial ? trying.value : trial.now;
  trial.slider.value = (value - trial.low) / trial.step;
  trial.slider.setAttribute("aria-valuetext", valueOf(trial, value));
  trial.output.textContent = valueOf(trial, value);
  trial.slider.closest("li").classList.toggle("tried", value !== trial.now);
}

if (trials.length) {
  trials.forEach((trial, at) => {
    trial.slider = $("trial-" + at);
    trial.output = trial.slider.parentNode.querySelector("output");
    place(trial);
    trial.slider.addEventListener("input", () => tryValue(trial, trial.low + trial.step * Number(trial.slider.value)));
  });
  $("trial-reset").addEventListener("click", () => {
    const { trial } = trying;
    // Before its button is disabled and loses the focus.
    trial.slider.focus();
    tryValue(trial, trial.now);
  });
  sayTrial([0, 0, 0]);
  $("whatif-sliders").hidden = false;
}

