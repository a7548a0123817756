// The panel of a live import follows it, and a large dropdown is filled when it is opened.
// Without script the page reloads itself and links to whole dropdowns.
"use strict";

function follow(panel) {
  const address = panel.dataset.poll;
  let misses = 0;
  let last = "";
  let waits = null;
  const look = async () => {
    clearTimeout(waits);
    waits = -1;
    try {
      const reply = await fetch(address, { headers: { Accept: "application/json" } });
      if (reply.status === 401 || reply.status === 403) return dismiss();
      if (!reply.ok) throw new Error(String(reply.status));
      const run = await reply.json();
      const live = document.getElementById("wh-panel");
      if (run.html !== last) draw(live, run.html);
      last = run.html;
      misses = 0;
      const isOver = run.status !== "queued" && run.status !== "running";
      offer(isOver, run.may_continue);
      // A night that rests may do so for hours.
      waits = isOver ? null : setTimeout(look, 1000 * (live.dataset.every || 1));
      showToDo(run.todo_html);
      if (isOver) await showMappings();
    } catch {
      misses += 1;
      // Longer and longer, since a server that is away does not come back sooner.
      waits = setTimeout(look, Math.min(30000, 1000 * 2 ** misses));
    }
  };
  if (!("over" in panel.dataset)) {
    // On a narrow screen the panel lies below the fold.
    panel.scrollIntoView({ block: "nearest" });
    waits = setTimeout(look, 500);
  }
  // Somebody may have let a run go on that was over: whoever comes back to the page sees it.
  const lookAgain = () => {
    if (!document.hidden && waits === null) look();
  };
  document.addEventListener("visibilitychange", lookAgain);
  window.addEventListener("pageshow", (event) => event.persisted && lookAgain());
}

// Cancel while the run is under way, and Continue where it stopped and may go on.
function offer(isOver, mayContinue) {
  for (const form of document.querySelectorAll("#wh-run-actions form")) {
    form.hidden = form.dataset.when === "live" ? isOver : !mayContinue;
  }
}

// Children, not the element: a live region is announced when its content changes. What somebody
// has opened to read stays open, and keeps the focus.
function draw(live, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  if (fresh.innerHTML === live.innerHTML) return;
  const focused = live.contains(document.activeElement) ? document.activeElement : null;
  const at = focused?.closest("details")?.dataset.reason;
  const opened = new Map([...live.querySelectorAll("details[open]")].map(
    (details) => [details.dataset.reason, details.querySelector("ul").scrollTop]));
  live.className = fresh.className;
  live.dataset.every = fresh.dataset.every || "";
  live.replaceChildren(...fresh.childNodes);
  for (const details of live.querySelectorAll("details")) {
    const reason = details.dataset.reason;
    if (opened.has(reason)) {
      details.open = true;
      details.querySelector("ul").scrollTop = opened.get(reason);
    }
    if (at === reason) details.querySelector(focused.localName).focus({ preventScroll: true });
  }
}

// What came in is not to be done any more.
function showToDo(html) {
  const todo = document.getElementById("wh-todo")?.closest("section");
  if (!todo || !html || todo.contains(document.activeElement)) return;
  todo.replaceWith(new DOMParser().parseFromString(html, "text/html").body.firstElementChild);
}

// Signed out, or no longer allowed: nothing more comes, and the panel must not seem to wait.
function dismiss() {
  const live = document.getElementById("wh-panel");
  const line = document.createElement("p");
  line.className = "wh-problem";
  line.textContent = "You can no longer follow the import from here, but it goes on. Reload the page.";
  live.querySelector("progress")?.replaceWith(line);
}

// The page of a live run leaves the mapping table out; its result says to look at it.
async function showMappings() {
  const link = document.querySelector("#wh-show-mappings a");
  if (!link) return;
  const page = new DOMParser().parseFromString(await (await fetch(link.dataset.table)).text(), "text/html");
  const table = page.getElementById("mappings");
  if (table) link.parentElement.replaceWith(table);
}

function fill(select) {
  const template = document.getElementById(select.dataset.options);
  if (!template) return;
  delete select.dataset.options;
  const chosen = select.selectedOptions[0];
  while (select.options.length > 1) select.remove(1);
  select.append(template.content.cloneNode(true));
  // What is no longer there in Workroom stays chosen until somebody chooses something else.
  if (![...select.options].some((option) => option.value === chosen.value)) select.append(chosen);
  select.value = chosen.value;
}

// The page may still be on its way while Harvest is asked, and can be used already.
for (const kind of ["pointerdown", "focusin", "keydown"]) {
  document.addEventListener(kind, (event) => {
    const select = event.target.closest?.("select[data-options]");
    if (select) fill(select);
  }, true);
}

function begin() {
  const panel = document.getElementById("wh-panel");
  if (panel) follow(panel);
  return panel;
}

if (!begin()) document.addEventListener("DOMContentLoaded", begin);
