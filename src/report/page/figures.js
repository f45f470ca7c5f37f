// The tables of figures: estates fold out.
// The files of this script are put together in one function, in the order figures, trials, overview, units, map, list.

const $ = (id) => document.getElementById(id);

// Estates fold out below their residents' committee.
for (const button of document.querySelectorAll("button.fold")) {
  button.addEventListener("click", () => {
    const opened = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", opened);
    $(button.getAttribute("aria-controls")).hidden = !opened;
  });
}

