"use strict";
(() => {
  const missing = "–", heads = "thead th[scope=col]";

  const value = (cell) => cell ? cell.textContent.trim() : "";
  const number = (text) => {
    const found = text.replace(/[\s.]/g, "").replace(/−/g, "-").replace(",", ".").match(/-?\d+(\.\d+)?/);
    return found ? Number(found[0]) - (/^[^\d]*</.test(text) ? 1e-9 : 0) : NaN;
  };
  const order = (isNumber, up) => (a, b) => {
    const [x, y] = isNumber ? [number(a), number(b)] : [a, b];
    const [noX, noY] = isNumber ? [isNaN(x), isNaN(y)] : [!x || x === missing, !y || y === missing];
    if (noX || noY) return noX - noY;
    return (up ? 1 : -1) * (isNumber ? x - y : x.localeCompare(y, document.documentElement.lang, { numeric: true }));
  };
  const sort = (table, head, at) => {
    const body = table.tBodies[0], isNumber = head.classList.contains("so");
    const [first, second] = isNumber ? ["descending", "ascending"] : ["ascending", "descending"];
    const now = { [first]: second, [second]: "none" }[head.getAttribute("aria-sort")] || first;
    for (const one of table.querySelectorAll(heads)) one.setAttribute("aria-sort", one === head ? now : "none");
    const compare = order(isNumber, now === "ascending");
    const rows = [...body.rows].sort((a, b) => a.classList.contains("co-so") - b.classList.contains("co-so")
      || (now === "none" ? 0 : compare(value(a.cells[at]), value(b.cells[at]))) || a.place - b.place);
    body.append(...rows);
  };
  for (const table of document.querySelectorAll(".bang table")) {
    const body = table.tBodies[0], rows = body ? [...body.rows] : [];
    if (table.tBodies.length !== 1 || table.querySelector(".tieu-muc") || rows.filter((r) => !r.classList.contains("co-so")).length < 2) continue;
    rows.forEach((row, place) => { row.place = place; });
    const shown = table.rows[0].querySelector("[colspan]") ? [...table.querySelectorAll("thead [rowspan]"), ...table.rows[1].cells] : [...table.rows[0].cells];
    shown.forEach((head, at) => {
      if (head.tagName !== "TH") return;
      const button = document.createElement("button");
      button.type = "button";
      button.title = document.body.dataset.sapXep;
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => sort(table, head, at));
    });
  }

  const measure = () => {
    for (const frame of document.querySelectorAll(".cuon")) {
      const scrolls = frame.scrollWidth > frame.clientWidth + 1, hint = frame.previousElementSibling;
      if (scrolls) frame.tabIndex = 0;
      else frame.removeAttribute("tabindex");
      if (hint?.matches(".vuot")) hint.hidden = !scrolls;
    }
  };
  for (const box of document.querySelectorAll(".phong-to input, details")) box.addEventListener(box.open === undefined ? "change" : "toggle", measure);
  new ResizeObserver(measure).observe(document.querySelector("main"));
  measure();

  for (const chart of document.querySelectorAll(".hinh svg")) {
    const marks = [...chart.querySelectorAll(".diem")], said = chart.closest("figure").querySelector(".doc-diem");
    const tell = (mark) => { said.textContent = mark ? mark.getAttribute("aria-label") : "\u00a0"; };
    if (marks.length) tell();
    marks.forEach((mark, at) => {
      mark.setAttribute("tabindex", at ? -1 : 0);
      mark.addEventListener("focus", () => tell(mark));
      mark.addEventListener("blur", () => tell());
      mark.addEventListener("mouseenter", () => tell(mark));
      mark.addEventListener("mouseleave", () => tell());
      mark.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        const next = marks[event.key === "Home" ? 0 : event.key === "End" ? marks.length - 1 : step ? at + step : -1];
        if (!next) return;
        event.preventDefault();
        mark.setAttribute("tabindex", -1);
        next.setAttribute("tabindex", 0);
        next.focus();
      });
    });
  }

  const side = document.querySelector(".muc-luc-ben details"), narrow = matchMedia("(max-width: 64rem)");
  const fold = () => { if (side) side.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
  side?.addEventListener("click", (event) => { if (narrow.matches && event.target.closest("a")) side.open = false; });

  const nav = document.querySelector(".muc-luc-ben");
  const links = new Map([...document.querySelectorAll(".muc-luc-ben a[href^='#']")].map((a) => [a.hash.slice(1), a]));
  const seen = () => {
    const past = [...links.keys()].filter((id) => document.getElementById(id).getBoundingClientRect().top < innerHeight / 3);
    const now = links.get(past.at(-1));
    links.forEach((a) => a === now ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current"));
    if (now && (now.offsetTop < nav.scrollTop || now.offsetTop > nav.scrollTop + nav.clientHeight - 40)) nav.scrollTop = now.offsetTop - nav.clientHeight / 2;
  };
  let waits = false;
  addEventListener("scroll", () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; seen(); });
  }, { passive: true });
})();
