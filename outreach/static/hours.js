// The hours of a week, painted with mouse, finger or keyboard. What is painted stands in the lines of the
// form, which work alone as well; what is typed there appears in the picture.
"use strict";

(() => {
  const STEP = 30, DAY = 24 * 60;
  const root = document.getElementById("paint");
  if (!root) return;
  const lines = [...document.querySelectorAll(root.dataset.lines)];
  const names = lines.map((line) => line.labels[0].textContent.trim());
  const painted = lines.map(() => new Array(DAY / STEP).fill(false));
  const cells = [];
  let from = 7 * 60, until = 21 * 60, here = { day: 0, place: 9 * 60 / STEP };

  const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

  // The same reading as on the server, as far as whole half hours go; null for what only the server understands.
  function read(text) {
    const spans = [];
    for (const piece of text.split(/[,;]|\band\b/).map((part) => part.trim()).filter(Boolean)) {
      const found = piece.match(/^(\d{1,2})(?:[:.](\d\d))?\s*(?:[-–—]|to)\s*(\d{1,2})(?:[:.](\d\d))?$/);
      if (!found) return null;
      const start = found[1] * 60 + Number(found[2] || 0), end = (found[3] * 60 + Number(found[4] || 0)) || DAY;
      if (start >= end || end > DAY || start % STEP || end % STEP) return null;
      spans.push([start, end]);
    }
    return spans;
  }

  function write(day) {
    const spans = [];
    painted[day].forEach((on, place) => {
      if (!on) return;
      const last = spans[spans.length - 1];
      if (last && last[1] === place * STEP) last[1] += STEP;
      else spans.push([place * STEP, (place + 1) * STEP]);
    });
    lines[day].value = spans.map(([start, end]) => `${clock(start)}–${clock(end)}`).join(", ");
  }

  function look(day) {
    const spans = read(lines[day].value);
    if (spans === null) return;
    painted[day].fill(false);
    for (const [start, end] of spans) painted[day].fill(true, start / STEP, end / STEP);
    const edges = spans.flat();
    if (edges.length) { from = Math.min(from, Math.floor(Math.min(...edges) / 60) * 60); until = Math.max(until, Math.ceil(Math.max(...edges) / 60) * 60); }
  }

  function show(day, place) {
    const cell = cells[day]?.[place];
    if (!cell) return;
    cell.setAttribute("aria-selected", painted[day][place]);
    cell.tabIndex = day === here.day && place === here.place ? 0 : -1;
  }

  function element(role, text = "") {
    const made = document.createElement("div");
    made.setAttribute("role", role);
    made.textContent = text;
    return made;
  }

  function draw() {
    root.replaceChildren();
    cells.length = 0;
    lines.forEach(() => cells.push([]));
    const head = element("row");
    const corner = element("columnheader");
    corner.setAttribute("aria-label", "Time");
    head.append(corner, ...names.map((name) => element("columnheader", name.slice(0, 3))));
    root.append(head);
    for (let minute = from; minute < until; minute += STEP) {
      const row = element("row"), place = minute / STEP, label = element("rowheader", minute % 60 ? "" : clock(minute));
      label.setAttribute("aria-label", clock(minute));
      row.append(label);
      lines.forEach((_, day) => {
        const cell = element("gridcell");
        cell.setAttribute("aria-label", `${names[day]} ${clock(minute)} to ${clock(minute + STEP)}`);
        cell.classList.toggle("hour", minute % 60 === 0);
        cell.dataset.day = day;
        cell.dataset.place = place;
        cells[day][place] = cell;
        show(day, place);
        row.append(cell);
      });
      root.append(row);
    }
  }

  // A stroke fills the rectangle between where it began and where it is, over what was there before.
  let stroke = null;
  function begin(day, place, on = !painted[day][place]) {
    stroke = { day, place, on, before: painted.map((column) => [...column]) };
    extend(day, place);
  }
  function extend(day, place) {
    const [left, right] = [stroke.day, day].sort((a, b) => a - b), [top, bottom] = [stroke.place, place].sort((a, b) => a - b);
    lines.forEach((_, column) => {
      const was = JSON.stringify(painted[column]);
      painted[column] = stroke.before[column].map((on, row) => (column >= left && column <= right && row >= top && row <= bottom ? stroke.on : on));
      if (was !== JSON.stringify(painted[column])) write(column);
      painted[column].forEach((_, row) => show(column, row));
    });
  }
  function goTo(day, place) {
    const old = here;
    here = { day: Math.max(0, Math.min(lines.length - 1, day)), place: Math.max(from / STEP, Math.min(until / STEP - 1, place)) };
    show(old.day, old.place);
    show(here.day, here.place);
    cells[here.day][here.place].focus();
  }

  const under = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest?.("#paint [role=gridcell]");
  root.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("[role=gridcell]");
    if (!cell || event.button) return;
    event.preventDefault();
    root.setPointerCapture(event.pointerId);
    begin(Number(cell.dataset.day), Number(cell.dataset.place));
    goTo(Number(cell.dataset.day), Number(cell.dataset.place));
  });
  root.addEventListener("pointermove", (event) => {
    const cell = stroke && root.hasPointerCapture(event.pointerId) && under(event);
    if (cell) extend(Number(cell.dataset.day), Number(cell.dataset.place));
  });
  for (const end of ["pointerup", "pointercancel"]) root.addEventListener(end, () => { stroke = null; });

  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  root.addEventListener("keydown", (event) => {
    if (event.key === " " || event.key === "Enter") {
      begin(here.day, here.place);
    } else if (STEPS[event.key]) {
      const [days, places] = STEPS[event.key];
      if (event.shiftKey && !stroke) begin(here.day, here.place, painted[here.day][here.place]);
      goTo(here.day + days, here.place + places);
      if (event.shiftKey) extend(here.day, here.place);
      else stroke = null;
    } else if (event.key === "Home" || event.key === "End") {
      goTo(here.day, event.key === "Home" ? from / STEP : until / STEP - 1);
    } else {
      return;
    }
    event.preventDefault();
  });
  root.addEventListener("keyup", (event) => { if (event.key === "Shift" || event.key === " " || event.key === "Enter") stroke = null; });

  lines.forEach((line, day) => line.addEventListener("input", () => { look(day); draw(); }));
  root.setAttribute("role", "grid");
  root.setAttribute("aria-multiselectable", "true");
  root.setAttribute("aria-label", "An ordinary week: arrows move, space paints or wipes, shift with arrows goes on with it");
  lines.forEach((_, day) => look(day));
  draw();
  root.hidden = false;
  document.getElementById("paint-hint").hidden = false;
})();
