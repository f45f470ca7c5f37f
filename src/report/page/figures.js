// The tables of figures: estates fold out, and an overview leads on to the page that has a unit.
// The files of this script are put together in one function, in the order figures, units, map, list.

const $ = (id) => document.getElementById(id);

// Estates fold out below their residents' committee.
for (const button of document.querySelectorAll("button.fold")) {
  button.addEventListener("click", () => {
    const opened = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", opened);
    $(button.getAttribute("aria-controls")).hidden = !opened;
  });
}
function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

// `#class=suitable&u=…` → what it asks for, by name.
function asked() {
  return new Map(location.hash.slice(1).split("&").map((part) => {
    const [name, ...value] = part.split("=");
    return [name, decoded(value.join("="))];
  }));
}

// `#u=…` on an overview: the page that has the unit is known by the beginning of the name.
function leadOn() {
  const name = asked().get("u");
  if (!name) return;
  const ways = $("ways") ? JSON.parse($("ways").textContent) : [];
  const pageOf = new Map(ways.flatMap(([page, begins]) => begins.map((begin) => [begin, page])));
  for (let begin = name; begin; begin = begin.slice(0, Math.max(0, begin.lastIndexOf("/")))) {
    const page = pageOf.get(begin);
    if (page) return location.replace(page + "#u=" + encodeURIComponent(name));
  }
  $("lost").textContent = $("lost").dataset.words + name;
  $("areas").scrollIntoView();
}

if (!$("data")) {
  if ($("lost")) {
    addEventListener("hashchange", leadOn);
    leadOn();
  }
  return;
}

