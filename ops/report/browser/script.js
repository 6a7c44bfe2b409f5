// Runs in the browser. The page is complete without it: it adds the search, the lit paths of the picture and the choice of colours.

/** @param {string} id */
const byId = (id) => document.getElementById(id);

function search() {
  const field = byId("search");
  const chosen = byId("component");
  const count = byId("count");
  if (!(field instanceof HTMLInputElement) || !(chosen instanceof HTMLSelectElement)) return;
  const rows = [...document.querySelectorAll("#inventory tbody tr")];
  const show = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = (row.textContent ?? "").toLowerCase();
      const isIn = chosen.value === "" || row.getAttribute("data-component") === chosen.value;
      const fits = isIn && words.every((word) => text.includes(word));
      row.toggleAttribute("hidden", !fits);
      if (fits) shown += 1;
    }
    if (count !== null) count.textContent = `${shown} of ${rows.length} resources`;
  };
  field.addEventListener("input", show);
  chosen.addEventListener("change", show);
  show();
}

function picture() {
  const whole = document.querySelector("svg.picture");
  if (whole === null) return;
  const parts = [...whole.querySelectorAll("a.part")];
  const calls = [...whole.querySelectorAll("path.call")];
  /** @param {string | null} id the chosen part; null for none */
  const light = (id) => {
    whole.classList.toggle("chosen", id !== null);
    const lit = new Set([id]);
    for (const call of calls) {
      const ends = [call.getAttribute("data-from"), call.getAttribute("data-to")];
      const isLit = id !== null && ends.includes(id);
      call.classList.toggle("lit", isLit);
      if (isLit) ends.forEach((end) => lit.add(end));
    }
    for (const part of parts) part.classList.toggle("lit", lit.has(part.getAttribute("data-id")));
  };
  for (const part of parts) {
    const id = part.getAttribute("data-id");
    part.addEventListener("mouseenter", () => light(id));
    part.addEventListener("focus", () => light(id));
    part.addEventListener("mouseleave", () => light(null));
    part.addEventListener("blur", () => light(null));
  }
}

function colours() {
  const button = byId("theme");
  if (button === null) return;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const isDark = root.dataset["theme"]
      ? root.dataset["theme"] === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset["theme"] = isDark ? "light" : "dark";
  });
}

search();
picture();
colours();
