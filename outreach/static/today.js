// Today by keyboard. Everything it does is a button or a link on the page as well.
"use strict";

const todos = [...document.querySelectorAll("[data-todo]")];

function step(by) {
  const at = todos.indexOf(document.activeElement.closest("[data-todo]"));
  const next = at < 0 ? (by > 0 ? 0 : todos.length - 1) : Math.min(Math.max(at + by, 0), todos.length - 1);
  todos[next]?.focus();
}

function unfold(which) {
  const todo = document.activeElement.closest("[data-todo]") ?? todos[0];
  const menu = todo?.querySelector(which);
  if (!menu) return;
  menu.open = true;
  menu.querySelector("button").focus();
}

function close() {
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.closest("[data-todo]").focus();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "Escape") { close(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && event.target.matches("[data-todo]")) {
    event.preventDefault();
    event.target.querySelector("[data-main]")?.click();
    return;
  }
  const does = { j: () => step(1), k: () => step(-1), s: () => unfold("[data-later]"), x: () => unfold("[data-never]") }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});
