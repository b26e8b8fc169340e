/* Counterclaim: what the keyboard and the browser add. Every page works without it.

   Everything listens on the document, so fragments that htmx swaps in need no wiring.
     data-key="p"         pressing p clicks it; a field is focused; a <details> opens and its first field is focused
     data-list            j and k move through its children
     data-dialog="help"   opens that <dialog>          data-close    puts its message or dialog away
     data-draft="name"    the form keeps what was typed until it is saved (per person, in this browser only)
     data-forget          submitting it (signing out) throws those drafts away
     role="combobox"      arrows, Enter, Escape in the list named by aria-controls; an option's data-value fills
                          the field, its data-set-NAME="…" fills the form's field NAME
     data-focus           takes the focus when a fragment that held it is replaced */

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const FIELDS = "input:not([type=hidden]), textarea, select";
const on = (type, handler, capture = false) => document.addEventListener(type, handler, capture);
const store = {
  get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value); } catch { /* private window */ } },
};

// ------------------------------------------------------------- keyboard
const PLACES = { d: 0, c: 1, r: "/review/" };
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const visible = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
let going = 0;

function act(element) {
  if (element.matches("details")) {
    element.open = true;
    $(FIELDS, element)?.focus();
  } else if (element.matches(FIELDS)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function step(by) {
  const list = document.activeElement.closest("[data-list]") ?? $("[data-list]");
  if (!list) return false;
  const items = [...list.children].filter(visible);
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const item = items[Math.min(items.length - 1, Math.max(0, here + by))];
  if (!item) return false;
  const target = $("a[href], button:not([disabled]), summary, " + FIELDS, item) ?? item;
  if (target === item) item.tabIndex = -1;
  target.focus();
  item.scrollIntoView({ block: "nearest" });
  return true;
}

function showHelp() {
  const dialog = $("#help"), keys = $("#help-keys");
  if (!dialog || dialog.open) return;
  keys.replaceChildren(...$$("[data-key]").filter((e) => e.dataset.key !== "/" && visible(e)).map((element) => {
    const row = document.createElement("div"), term = document.createElement("dt"), key = document.createElement("kbd");
    const named = element.matches("details") ? $("summary", element) : element;
    const label = (named.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? named.textContent).trim().replace(/\s+/g, " ");
    term.textContent = label.replace(new RegExp(`\\s${element.dataset.key}$`, "i"), "");
    key.textContent = element.dataset.key;
    const value = document.createElement("dd");
    value.append(key);
    row.append(term, value);
    return row;
  }));
  $("#help-here").hidden = !keys.children.length;
  dialog.showModal();
}

on("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const { target, key } = event;
  if (key === "Enter" && (event.ctrlKey || event.metaKey) && target.form) {
    event.preventDefault();
    target.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.matches("[role=combobox]") && comboKey(event)) return;
  if (key === "Escape") {
    const menu = target.closest("details[open].menu, details[open].reason");
    if (menu) { menu.open = false; $("summary", menu).focus(); } else if (typing(target)) target.blur();
    return;
  }
  if (typing(target) || $("dialog[open]") || store.get("single-keys") === "off") return;
  const place = Date.now() - going < 1200 && PLACES[key];
  going = key === "g" ? Date.now() : 0;
  let done = true;
  if (place !== undefined && place !== false) {
    const links = $$(".places a");
    (typeof place === "number" ? links[place] : links.find((link) => link.pathname === place))?.click();
  } else if (key === "?") showHelp();
  else if (key === "j") done = step(1);
  else if (key === "k") done = step(-1);
  else {
    const element = $$(`[data-key="${CSS.escape(key)}"]`).find((e) => visible(e) && !e.disabled);
    if (element) act(element); else done = false;
  }
  if (done) event.preventDefault();
});

// ----------------------------------------------------- menus and dialogs
on("click", ({ target }) => {
  $$("details.menu[open]").forEach((menu) => { if (!menu.contains(target)) menu.open = false; });
  if (!target.closest(".combo")) $$("[role=combobox][aria-expanded=true]").forEach(closeList);
  const opener = target.closest("[data-dialog]");
  if (opener) opener.dataset.dialog === "help" ? showHelp() : document.getElementById(opener.dataset.dialog)?.showModal();
  const closer = target.closest("[data-close]");
  if (closer) closer.dataset.close === "clear" ? closer.parentElement.replaceChildren() : closer.closest("li, dialog")?.remove();
  const option = target.closest("[role=option]");
  if (option) pick(option);
  if (target.matches("dialog")) target.close();
});
const keysBox = $("#single-keys");
if (keysBox) {
  keysBox.checked = store.get("single-keys") !== "off";
  keysBox.addEventListener("change", () => store.set("single-keys", keysBox.checked ? null : "off"));
}

// ------------------------------------------------------------ type-ahead
const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
const options = (input) => $$("[role=option]:not([aria-disabled=true])", listOf(input) ?? undefined);

function closeList(input) {
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function mark(input, option) {
  options(input).forEach((other) => other.setAttribute("aria-selected", String(other === option)));
  option.id ||= `option-${Math.random().toString(36).slice(2)}`;
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function pick(option) {
  const list = option.closest("[role=listbox]");
  const input = $(`[role=combobox][aria-controls="${CSS.escape(list.id)}"]`);
  if (!input) return;
  const fill = (field, value) => {
    if (!field || field.value === value) return;
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  for (const { name, value } of option.attributes) if (name.startsWith("data-set-")) fill(input.form.elements[name.slice(9)], value);
  input.dataset.picked = option.dataset.value ?? option.textContent.trim();
  fill(input, input.dataset.picked);
  closeList(input);
  input.focus();
}

function comboKey(event) {
  const input = event.target, list = options(input), open = input.getAttribute("aria-expanded") === "true";
  const now = list.findIndex((option) => option.id && option.id === input.getAttribute("aria-activedescendant"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!list.length) return true;
    input.setAttribute("aria-expanded", "true");
    const next = event.key === "ArrowDown" ? now + 1 : now < 0 ? list.length - 1 : now - 1;
    mark(input, list[(next + list.length) % list.length]);
  } else if (event.key === "Enter" && open && now >= 0) pick(list[now]);
  else if (event.key === "Escape" && open) closeList(input);
  else {
    if (event.key === "Tab") closeList(input);
    return false;
  }
  event.preventDefault();
  return true;
}

on("input", ({ target }) => {
  // typing over a picked name empties what picking it had filled
  if (!target.matches("[role=combobox]") || !target.dataset.picked || target.value === target.dataset.picked) return;
  delete target.dataset.picked;
  const field = target.dataset.fills && target.form.elements[target.dataset.fills];
  if (field) field.value = "";
});

// ------------------------------------------------------ drafts and saving
const draftKey = (form) => `draft:${document.body.dataset.person}:${form.dataset.draft}`;
const drafted = (form) => [...form.elements].filter((e) => e.name && !["csrfmiddlewaretoken", "revision", "next"].includes(e.name)
  && !["password", "file", "submit", "button"].includes(e.type));
const typed = (form) => JSON.stringify(drafted(form).map((e) => [e.name, e.type === "checkbox" || e.type === "radio" ? (e.checked ? e.value : null) : e.value]));
const clean = new WeakMap();
let keeping;

function restore(form) {
  if (clean.has(form)) return;
  clean.set(form, typed(form));
  const kept = store.get(draftKey(form));
  if (!kept || form.dataset.kept === "no") return;
  const { words, at } = JSON.parse(kept);
  if (words === clean.get(form)) return;
  const values = JSON.parse(words), fields = drafted(form);
  if (values.length !== fields.length || values.some(([name], i) => name !== fields[i].name)) return;
  fields.forEach((field, i) => {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values[i][1] !== null;
    else field.value = values[i][1];
  });
  const said = document.createElement("p"), drop = document.createElement("button");
  said.className = "saved-words";
  said.setAttribute("role", "status");
  drop.type = "button";
  drop.className = "linkish";
  drop.textContent = "Start again without it";
  drop.addEventListener("click", () => { forget(form); form.reset(); said.remove(); });
  said.append(`What you typed on ${new Date(at).toLocaleString()} was put back. `, drop);
  form.prepend(said);
}

function forget(form) {
  clearTimeout(keeping);
  store.set(draftKey(form), null);
  clean.set(form, typed(form));
}

const keep = (form) => store.set(draftKey(form), JSON.stringify({ words: typed(form), at: Date.now() }));
const dirty = (form) => clean.has(form) && !form.dataset.busy && typed(form) !== clean.get(form);

on("input", ({ target }) => {
  const form = target.form;
  if (!form?.matches("[data-draft]")) return;
  clearTimeout(keeping);
  keeping = setTimeout(() => keep(form), 400);
});
addEventListener("beforeunload", (event) => { if ($$("form[data-draft]").some(dirty)) event.preventDefault(); });

on("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  if (form.dataset.busy) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  if (form.matches("[data-forget]")) Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) => store.set(key, null));
  if (form.method === "get") return;
  if (form.matches("[data-draft]")) { keep(form); sessionStorage.setItem("sent", draftKey(form)); }
  form.dataset.busy = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => free(form), 15000);
}, true);

function free(form) {
  delete form.dataset.busy;
  $$("[aria-disabled=true][type=submit], button[aria-disabled=true]", form).forEach((button) => button.removeAttribute("aria-disabled"));
}
addEventListener("pageshow", () => $$("form[data-busy]").forEach(free));

/* A draft is thrown away only when the server says that it was saved: the next page carries a message of success. */
const sent = sessionStorage.getItem("sent");
if (sent && $("#messages .success")) store.set(sent, null);
if (sent && !$("input[type=password]")) sessionStorage.removeItem("sent");
$$("form[data-draft]").forEach(restore);

// ------------------------------------------------------------------ htmx
let held = null;
on("htmx:beforeSwap", ({ detail }) => {
  const focus = document.activeElement;
  held = focus !== document.body && detail.target.contains(focus) ? { id: focus.id, target: detail.target.id } : null;
});
on("htmx:afterSettle", ({ target }) => {
  $$("form[data-draft]", target).forEach(restore);
  if (target.matches("[role=listbox]")) {
    const input = $(`[role=combobox][aria-controls="${CSS.escape(target.id)}"]`);
    if (input) input.setAttribute("aria-expanded", String(document.activeElement === input && options(input).length > 0));
  }
  if (target.id === "problem") { target.scrollIntoView({ block: "nearest" }); target.focus({ preventScroll: true }); }
  if (!held || document.activeElement !== document.body) return;
  const home = document.getElementById(held.target) ?? target;
  const next = document.getElementById(held.id) ?? $("[data-focus], [autofocus]", home) ?? home;
  if (!next.matches("a, button, input, select, textarea, [tabindex]")) next.tabIndex = -1;
  next.focus();
  held = null;
});
on("htmx:afterRequest", ({ detail, target }) => {
  const form = target.closest?.("form");
  if (!form) return;
  free(form);
  if (detail.successful && form.matches("[data-draft]") && detail.requestConfig.verb === "post" && !detail.xhr.getResponseHeader("HX-Redirect")) forget(form);
});

function tell(words) {
  const box = $("#problem");
  if (box) { box.className = "problem"; box.textContent = words; box.scrollIntoView({ block: "nearest" }); }
}
on("htmx:sendError", () => tell("The server could not be reached. Nothing was lost: what you typed is still here. Try again in a moment."));
on("htmx:responseError", ({ detail }) => { if (detail.xhr.status >= 500) tell("Something broke on our side, and nothing was half saved. Try again, or reload the page."); });
