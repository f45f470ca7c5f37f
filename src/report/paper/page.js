// Long tables can be searched: rows stay that have every word that was typed.
(() => {
"use strict";
const plain = (text) => text.normalize("NFKC").toLowerCase();
for (const input of document.querySelectorAll("input[data-table]")) {
  const rows = [...document.getElementById(input.dataset.table).tBodies[0].rows];
  const said = input.parentElement.querySelector("[role=status]");
  input.addEventListener("input", () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = (row.text ??= plain(row.textContent));
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    said.textContent = words.length ? shown + " / " + rows.length : "";
  });
}
})();
