// An overview has no units: it leads on to the page that has one, and the script ends here.

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

