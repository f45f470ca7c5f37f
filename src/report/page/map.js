// The map: units that match are drawn and framed, the others are faint behind them.

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

// A mark's shape and colour are its unit's class.
function drawMark(unit) {
  const { id, label } = data.classes[unit.cls];
  unit.mark.setAttribute("d", SHAPES[unit.cls]);
  for (const other of data.classes) unit.mark.classList.toggle(other.id, other.id === id);
  unit.mark.querySelector("title").textContent = unit.name + " " + label;
}

function makeMap() {
  const map = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-labelledby": "h-where" });
  points = units.filter((unit) => unit.point).map((unit) => {
    unit.mark = svg("path", { "data-unit": unit.name });
    unit.mark.append(svg("title", {}));
    unit.mark.unit = unit;
    drawMark(unit);
    return unit;
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

