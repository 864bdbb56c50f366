// What the pages do beyond htmx. Everything here is a convenience: without it each form still works.
"use strict";

// Offer the browser's own time zone where a page asks for one and has none better.
for (const field of document.querySelectorAll("[data-detect-zone]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && field.value === field.dataset.detectZone) field.value = zone;
}

// On a guest's page: offer to show the times in the zone of the device, if it is another one.
const zoneHint = document.querySelector("[data-zone-hint]");
if (zoneHint) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && zone !== zoneHint.dataset.zoneHint) {
    const link = zoneHint.querySelector("a");
    link.href = link.dataset.base + encodeURIComponent(zone);
    link.textContent = zone.split("/").pop().replaceAll("_", " ") + " time";
    zoneHint.hidden = false;
  }
}

// Copy what a button points at.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  const label = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = label; }, 1600);
});

// Show what is typed where its reader will see it, at once: only what changed, so that the coach's marks stay.
function follow(field) {
  const shown = document.querySelector(field.dataset.shownIn);
  if (!shown) return;
  const now = field.value || field.dataset.empty, before = shown.textContent;
  const most = Math.min(now.length, before.length);
  let start = 0, rest = 0;
  while (start < most && now[start] === before[start]) start++;
  while (rest < most - start && now[now.length - 1 - rest] === before[before.length - 1 - rest]) rest++;
  if (start + rest === most && now.length === before.length) return;
  const gone = document.createRange();
  gone.setStart(...placeIn(shown, start));
  gone.setEnd(...placeIn(shown, before.length - rest));
  gone.deleteContents();
  gone.insertNode(document.createTextNode(now.slice(start, now.length - rest)));
  shown.normalize();
}
function placeIn(element, offset) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (offset <= texts.currentNode.length) return [texts.currentNode, offset];
    offset -= texts.currentNode.length;
  }
  return [element, element.childNodes.length];
}
document.addEventListener("input", (event) => {
  if (event.target.dataset.shownIn) follow(event.target);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const field of document.querySelectorAll("[data-shown-in]")) follow(field);
});

// Where tabs are wider than the screen, the one that is open is in sight.
for (const tab of document.querySelectorAll(".subtabs [aria-current]")) {
  const list = tab.closest("ul"), beyond = tab.getBoundingClientRect().right - list.getBoundingClientRect().right;
  if (beyond > 0) list.scrollLeft += beyond;
}

// Print the page.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Ask before a plain form does something that cannot be undone.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.hasAttribute("hx-post")) return;
  for (const button of form.querySelectorAll("button[type=submit]")) setTimeout(() => { button.disabled = true; });
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[type=submit][disabled]")) button.disabled = false;
});

// Lists that can be put in order by hand; the buttons beside each line do the same.
function makeSortable(root) {
  for (const list of root.querySelectorAll("[data-sortable]")) {
    if (list.dataset.ready || !window.Sortable) continue;
    list.dataset.ready = "yes";
    window.Sortable.create(list, {
      handle: "[data-handle]",
      animation: 150,
      onEnd: () => {
        const order = [...list.children].map((line) => line.dataset.number).join(",");
        window.htmx.ajax("POST", list.dataset.sortable, { target: list.dataset.target, swap: "outerHTML", values: { order } });
      },
    });
  }
}
makeSortable(document);
document.addEventListener("htmx:afterSwap", () => makeSortable(document));
