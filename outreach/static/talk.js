// The talk: a clock, one question at a time, and notes that are never lost.
// Every note lies in this browser until the server has it; each tab keeps its own.
"use strict";

(() => {
  const sheet = document.getElementById("sheet");
  const byId = (id) => document.getElementById(id);
  const talk = sheet.dataset.talk;
  const total = Number(sheet.dataset.seconds);
  const segments = [...sheet.querySelectorAll("[data-segment]")].map((row) => ({
    title: row.dataset.segment, cue: row.dataset.cue,
    starts: Number(row.dataset.starts), ends: Number(row.dataset.ends),
  }));
  const questions = [...sheet.querySelectorAll("[data-question]")].map((row) => ({
    row, id: row.dataset.question, text: row.querySelector("span").textContent,
    minutes: Number(row.dataset.minutes), starred: "starred" in row.dataset,
    farewell: "farewell" in row.dataset, segment: row.closest("[data-segment]").dataset.segment,
  }));
  const cues = [...byId("cues").children].map((row) => ({ at: Number(row.dataset.at), text: row.textContent }));

  // ---- what this browser remembers -------------------------------------------------------------------
  const prefix = `outreach-talk-${talk}-`;
  const stateKey = `${prefix}state`;
  // A fresh name for each page that is opened; randomUUID is not there on plain http.
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const tab = fresh().slice(0, 8);
  const state = Object.assign({ beganAt: null, current: null }, JSON.parse(localStorage.getItem(stateKey) || "{}"));
  const remember = () => localStorage.setItem(stateKey, JSON.stringify(state));
  const keyOf = (note) => `${prefix}${note.tab}-${note.uid}`;
  const notes = new Map();
  const store = (note) => localStorage.setItem(keyOf(note), JSON.stringify(note));
  // Another tab may have written on since; what it wrote is not ours to throw away.
  const forget = (key, text) => {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (kept && kept.text === text) localStorage.removeItem(key);
  };

  function restore() {
    for (const row of document.querySelectorAll("#jottings [data-uid]")) {
      notes.set(row.dataset.uid, {
        uid: row.dataset.uid, tab, kind: row.dataset.kind, text: row.querySelector(".jotting-text").textContent,
        base: Number(row.dataset.revision), starred: "starred" in row.dataset, dirty: false,
        title: row.dataset.questionText,
      });
    }
    for (let i = localStorage.length - 1; i >= 0; i -= 1) {
      const key = localStorage.key(i);
      if (!key.startsWith(prefix) || key === stateKey) continue;
      const note = JSON.parse(localStorage.getItem(key));
      // Another tab's words are sent as well, in case that tab is gone; sent twice they are kept once.
      if (!notes.get(note.uid)?.dirty) notes.set(note.uid, note);
    }
  }

  // ---- sending what is not sent ------------------------------------------------------------------------
  let token = document.querySelector("#plain-note [name=csrf_token]").value;
  let sending = false;
  let timer = 0;

  function say(text) { byId("kept").textContent = text; }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  }

  async function freshToken() {
    const answer = await fetch(location.pathname, { redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    token = page.querySelector("#plain-note [name=csrf_token]")?.value ?? token;
    return true;
  }

  async function send(note, again = true) {
    const body = new URLSearchParams({ uid: note.uid, kind: note.kind, text: note.text, base: note.base });
    if (note.question) body.set("question", note.question);
    if (note.elapsed !== undefined) body.set("elapsed", note.elapsed);
    if (note.starred) body.set("starred", "yes");
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    const answer = await fetch(sheet.dataset.notes, {
      method: "POST", body, headers,
      keepalive: body.toString().length < 60_000, // goes on when the page is left; browsers take no more
    });
    if ([400, 401, 403].includes(answer.status) && again && (await freshToken())) return send(note, false);
    return answer;
  }

  async function flush() {
    if (sending) return;
    sending = true;
    let wait = 0;
    try {
      for (const note of [...notes.values()].filter((n) => n.dirty && n.refused !== n.text)) {
        if (!(await settle(note))) { wait = 5000; break; }
      }
    } catch {
      say("No connection. What you write stays in this browser, and is sent when the connection returns.");
      wait = 5000;
    }
    sending = false;
    const open = [...notes.values()].some((n) => n.dirty && n.refused !== n.text);
    if (wait || open) later(wait || 300);
  }

  // Send one note; whether it is worth going on with the next at once.
  async function settle(note) {
    const text = note.text;
    const starred = note.starred;
    const key = keyOf(note);
    const answer = await send(note);
    if (answer.status === 401) {
      say("You were signed out. Sign in again in another tab: your notes stay here and are sent then.");
      return false;
    }
    if (answer.status >= 500) {
      say("The notes could not be saved just now. They stay in this browser, and are tried again.");
      return false;
    }
    if (!answer.ok) {
      const problem = await answer.json().catch(() => ({ problem: "This note is more than can be saved. Shorten it." }));
      note.refused = text;
      store(note);
      say(problem.problem);
      return true;
    }
    accept(note, await answer.json(), { uid: note.uid, text, starred, key });
    return true;
  }

  function accept(note, kept, sent) {
    if (kept.uid !== note.uid) {
      notes.delete(note.uid);
      note.uid = kept.uid;
      notes.set(note.uid, note);
      say("This note was changed in another window too. Both are saved.");
    }
    note.base = kept.revision;
    note.dirty = note.text !== sent.text || note.starred !== sent.starred;
    // Said of all or of none: whoever reads it may close the page.
    if (kept.uid === sent.uid && ![...notes.values()].some((n) => n.dirty)) say("Saved.");
    forget(sent.key, sent.text);
    note.tab = tab;
    if (note.dirty) store(note);
    list(note);
  }

  // ---- notes -------------------------------------------------------------------------------------------
  const elapsed = () => (state.beganAt === null ? 0 : Math.floor((Date.now() - state.beganAt) / 1000));
  const labels = Object.fromEntries([...byId("note-kind").options].map((option) => [option.value, option.text]));

  function write(uid, changes) {
    const note = notes.get(uid) ?? { uid, tab, base: 0, starred: false, text: "", elapsed: elapsed() };
    Object.assign(note, changes, { dirty: true, tab });
    notes.set(uid, note);
    store(note);
    later(600);
    return note;
  }

  function list(note) {
    if (note.kind === "asked") return;
    let row = document.querySelector(`#jottings [data-uid="${CSS.escape(note.uid)}"]`);
    if (!row) {
      row = document.createElement("li");
      row.className = "jotting";
      row.dataset.uid = note.uid;
      row.append(document.createElement("p"), document.createElement("p"));
      row.firstChild.className = "small quiet";
      row.lastChild.className = "jotting-text";
      byId("jottings").append(row);
    }
    row.hidden = !note.text;
    row.toggleAttribute("data-starred", Boolean(note.starred));
    row.querySelector("p").textContent = note.title || labels[note.kind] || "Note";
    row.querySelector(".jotting-text").textContent = note.text;
  }

  const answerUid = (question) => {
    const mine = [...notes.values()].find((n) => n.kind === "answer" && n.question === question.id);
    const kept = [...notes.values()].find((n) => n.kind === "answer" && !n.question && n.title === question.text);
    return (mine ?? kept)?.uid ?? `answer-${question.id}-${talk}`;
  };

  // ---- the clock -----------------------------------------------------------------------------------------
  const isAsked = (question) => "asked" in question.row.dataset;

  // The same rule as the server's: the farewell stays, then what is starred, then the rest, in order.
  function dropped(left) {
    const open = questions.filter((q) => !isAsked(q));
    let budget = left / 60 - open.filter((q) => q.farewell).reduce((sum, q) => sum + q.minutes, 0);
    const others = open.filter((q) => !q.farewell).sort((a, b) => Number(b.starred) - Number(a.starred));
    return others.filter((q) => {
      if (q.minutes > budget) return true;
      budget -= q.minutes;
      return false;
    });
  }

  let lastCue = "";
  function tick() {
    const past = elapsed();
    const left = total - past;
    const shown = Math.abs(left);
    byId("left").textContent = `${left < 0 ? "+" : ""}${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
    byId("progress").value = Math.min(1, past / total);
    const segment = segments.find((s) => past < s.ends) ?? segments[segments.length - 1];
    byId("segment").textContent = `${segment.title}: ${segment.cue}`;
    const cue = cues.filter((c) => c.at <= past).pop()?.text ?? "";
    if (cue !== lastCue) {
      byId("cue").textContent = cue;
      if (cue && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(200);
      lastCue = cue;
    }
    const out = dropped(Math.max(left, 0));
    byId("dropped").textContent = out.length
      ? `No time left for: ${out.map((q) => q.text).join(" · ")}` : "";
  }

  // ---- one question at a time ------------------------------------------------------------------------------
  const current = () => questions.find((q) => q.id === state.current) ?? null;
  const following = (question) => {
    const out = new Set(dropped(Math.max(total - elapsed(), 0)));
    return questions.slice(questions.indexOf(question) + 1).find((q) => !isAsked(q) && !out.has(q))
      ?? questions.find((q) => !isAsked(q) && !out.has(q) && q !== question) ?? null;
  };

  function show(question, { focus = false } = {}) {
    state.current = question?.id ?? null;
    remember();
    byId("question").textContent = question ? question.text : "All asked. Thank them, and end on time.";
    byId("place").textContent = question ? `${question.segment}${question.starred ? " · not to leave without" : ""}` : "";
    const note = question && notes.get(answerUid(question));
    byId("answer").value = note ? note.text : "";
    for (const id of ["answer", "asked", "skip", "star"]) byId(id).hidden = !question;
    mark(Boolean(note?.starred));
    const next = question && following(question);
    byId("next").textContent = next ? `Next: ${next.text}` : "";
    if (focus) byId("question").focus();
  }

  function mark(isStarred) {
    byId("star").setAttribute("aria-pressed", String(isStarred));
    byId("star").textContent = isStarred ? "★" : "☆";
  }

  function answerNote(changes) {
    const question = current();
    return write(answerUid(question), { kind: "answer", question: question.id, title: question.text, ...changes });
  }

  byId("answer").addEventListener("input", () => list(answerNote({ text: byId("answer").value.trimEnd() })));
  byId("star").addEventListener("click", () => {
    const isStarred = byId("star").getAttribute("aria-pressed") !== "true";
    mark(isStarred);
    list(answerNote({ text: byId("answer").value.trimEnd(), starred: isStarred }));
  });
  byId("asked").addEventListener("click", () => {
    const question = current();
    question.row.dataset.asked = "";
    write(`asked-${question.id}`, { kind: "asked", text: "asked", question: question.id });
    show(following(question), { focus: true });
  });
  byId("skip").addEventListener("click", () => show(following(current()), { focus: true }));
  byId("back").addEventListener("click", () => {
    const place = current() ? questions.indexOf(current()) : questions.length;
    if (place > 0) show(questions[place - 1], { focus: true });
  });
  for (const row of questions.map((q) => q.row)) {
    row.addEventListener("click", () => show(questions.find((q) => q.row === row), { focus: true }));
  }

  // A name, a resource or a promise in one tap: what is typed, or else what is selected in the answer.
  for (const button of document.querySelectorAll("[data-jot]")) {
    button.addEventListener("click", () => {
      const field = byId("answer");
      const picked = field.value.slice(field.selectionStart, field.selectionEnd).trim();
      const text = byId("quick").value.trim() || picked;
      if (!text) { byId("quick").focus(); return; }
      list(write(fresh(), { kind: button.dataset.jot, text, starred: button.dataset.jot === "quote" }));
      byId("quick").value = "";
      byId("quick").focus();
    });
  }
  byId("quick").addEventListener("keydown", (event) => {
    if (event.key === "Enter") document.querySelector("[data-jot=note]").click();
  });

  // ---- beginning ---------------------------------------------------------------------------------------------
  function begin() {
    if (state.beganAt === null) state.beganAt = Date.now();
    byId("live").hidden = false;
    byId("before").classList.add("over"); // on paper it still stands above the sheet
    byId("plain-note").hidden = true;
    show(current() ?? questions.find((q) => !isAsked(q)) ?? null);
    tick();
    setInterval(tick, 1000);
  }

  restore();
  for (const note of notes.values()) list(note);
  byId("begin").hidden = false;
  byId("begin").addEventListener("click", begin);
  // A talk that began today goes on; one that was left open yesterday does not.
  if (state.beganAt !== null && elapsed() < 4 * 3600) begin();
  else state.beganAt = null;
  addEventListener("online", () => later(0));
  // Whoever goes on to the debrief finds the last words in it.
  for (const link of document.querySelectorAll("[data-after-notes]")) {
    link.addEventListener("click", async (event) => {
      if (![...notes.values()].some((n) => n.dirty && n.refused !== n.text)) return;
      event.preventDefault();
      await Promise.race([flush(), new Promise((done) => { setTimeout(done, 3000); })]);
      location.assign(link.href);
    });
  }
  addEventListener("pagehide", () => { if ([...notes.values()].some((n) => n.dirty)) flush(); });
  later(0);
})();
