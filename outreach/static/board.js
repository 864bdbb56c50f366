// The board by hand: dragging a card, and keys. Every move is the same POST that the card's buttons send.
"use strict";

const board = document.getElementById("board");

function recount() {
  for (const column of board.querySelectorAll("section")) {
    const count = column.querySelector(".count");
    count.textContent = column.querySelectorAll("li").length + (count.textContent.includes("+") ? "+" : "");
  }
}

function move(card, column, undo) {
  const number = card.id.slice(1);
  const settle = (event) => {
    if (!event.detail.pathInfo.requestPath.includes(`/${number}/column`)) return;
    document.body.removeEventListener("htmx:afterRequest", settle);
    if (event.detail.successful) document.getElementById("problem").replaceChildren();
    else undo();
    document.getElementById(card.id)?.querySelector("a").focus();
    recount();
  };
  document.body.addEventListener("htmx:afterRequest", settle);
  window.htmx.ajax("POST", `/interviews/${number}/column`, { target: "#said", swap: "innerHTML", values: { to: column, view: board.elements.view?.value ?? "" } });
}

if (board) {
  // On a phone the board is wider than the page: it stands where it was left, also after an undo or a look at a card.
  board.scrollLeft = Number(sessionStorage.getItem("board"));
  window.addEventListener("pagehide", () => sessionStorage.setItem("board", board.scrollLeft));

  for (const list of board.querySelectorAll("ol")) {
    if (!window.Sortable) break;
    window.Sortable.create(list, {
      group: "cards",
      sort: false,
      animation: 120,
      delay: 150,
      delayOnTouchOnly: true,
      filter: "button",
      preventOnFilter: false,
      onAdd: ({ item, from, to, oldIndex }) => {
        move(item, to.id, () => from.insertBefore(item, from.children[oldIndex] ?? null));
      },
    });
  }

  board.addEventListener("keydown", (event) => {
    const card = event.target.closest("li");
    if (!card || event.target.tagName !== "A" || !event.key.startsWith("Arrow")) return;
    const lists = [...board.querySelectorAll("ol")];
    const here = lists.indexOf(card.parentElement);
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    event.preventDefault();
    if (aside && event.shiftKey) {
      if (lists[here + aside]) move(card, lists[here + aside].id, () => {});
      return;
    }
    const row = [...card.parentElement.children].indexOf(card);
    let next = { ArrowUp: card.previousElementSibling, ArrowDown: card.nextElementSibling }[event.key];
    for (let place = here + (aside ?? 0); aside && !next && lists[place]; place += aside) {
      next = lists[place].children[Math.min(row, lists[place].children.length - 1)];
    }
    next?.querySelector("a").focus();
  });

  document.body.addEventListener("htmx:afterSettle", recount);
}

// Tick all lines of a table at once.
for (const all of document.querySelectorAll("[data-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll(`input[name=${all.dataset.all}]`)) box.checked = all.checked;
  });
}
