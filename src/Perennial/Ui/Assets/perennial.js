// Everything works without this file. With it, lists change in place (search as you type, sorting, paging), and the
// keyboard goes places. Regions are elements with data-region and an id; the same page is fetched and they are swapped.

const root = document.documentElement;
const status = document.getElementById("status");
let running;

root.classList.add("js");

async function swap(address, { push = true, focus = null } = {}) {
  running?.abort();
  const mine = (running = new AbortController());
  root.classList.add("busy");
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { "X-Requested-With": "fetch" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const regions = [...document.querySelectorAll("[data-region]")];
    if (!answer.ok || regions.some((region) => !page.getElementById(region.id))) {
      location.assign(address);
      return;
    }
    for (const region of regions) region.replaceWith(page.getElementById(region.id));
    document.title = page.title;
    if (push) history.pushState({ swapped: true }, "", address);
    else history.replaceState({ swapped: true }, "", address);
    announce();
    if (focus) document.querySelector(focus)?.focus({ preventScroll: true });
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  } finally {
    if (running === mine) root.classList.remove("busy");
  }
}

// People who cannot see the list change hear how long it is now.
function announce() {
  const count = document.querySelector("[data-announce], .pager p, .empty h2");
  if (count) status.textContent = count.textContent.trim();
}

function addressOf(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(pairs).toString();
  return form.getAttribute("action") + (query ? "?" + query : "");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const label = link.textContent.trim();
  swap(link.href).then(() => {
    // The link itself was replaced: the one that says the same takes the focus.
    const same = [...document.querySelectorAll("a[data-swap]")].find((other) => other.textContent.trim() === label);
    same?.focus({ preventScroll: true });
    if (link.rel === "next" || link.rel === "prev" || link.closest(".pager")) scrollTo({ top: 0 });
    syncForm();
  });
});

// A chip that is taken away also leaves the form that set it.
function syncForm() {
  const form = document.querySelector("form[data-swap]");
  if (!form) return;
  const query = new URLSearchParams(location.search);
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "hidden") {
      if (!query.getAll(field.name).includes(field.value)) field.disabled = true;
    } else if (field.type === "checkbox") field.checked = query.get(field.name) === field.value;
    else if (document.activeElement !== field) {
      const values = query.getAll(field.name);
      field.value = values.length === 1 ? values[0] : "";
    }
  }
  for (const name of ["r", "f", "m", "fxm", "was", "in", "rule", "sort"]) keep(form, name, query.get(name));
}

function keep(form, name, value) {
  let field = form.querySelector(`input[type=hidden][name=${name}]`);
  if (!value) return field?.remove();
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  field.disabled = false;
  field.value = value;
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-swap]") && event.submitter?.formMethod !== "post") {
    event.preventDefault();
    swap(addressOf(event.target));
  }
});

let typing;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-swap]");
  if (!form) return;
  clearTimeout(typing);
  // The first letters make one step back in the history, not one each.
  const typed = event.target.matches("[type=search], [type=text], textarea");
  const push = !typed || !history.state?.typing;
  typing = setTimeout(async () => {
    await swap(addressOf(form), { push });
    if (typed) history.replaceState({ swapped: true, typing: true }, "");
  }, typed ? 160 : 0);
});

addEventListener("popstate", () => location.reload());

// A region that lives is fetched again every few seconds while somebody can see it, and is left alone while somebody is
// in it. A server that does not answer for a while is asked again.
for (const { id, dataset } of document.querySelectorAll("[data-live]")) {
  setInterval(async () => {
    const region = document.getElementById(id);
    if (!region || document.hidden || region.contains(document.activeElement) ) return;
    try {
      const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.getElementById(id);
      if (now && !region.contains(document.activeElement)) region.replaceWith(now);
    } catch {
      // The next time, then.
    }
  }, dataset.live * 1000);
}

// Keyboard
const help = document.getElementById("help");
for (const button of document.querySelectorAll("[data-help]")) {
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
}

let leader = -Infinity;
addEventListener("keydown", (event) => {
  const typingNow = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && typingNow) return event.target.blur();
  if (typingNow || event.metaKey || event.ctrlKey || event.altKey || help.open) return;
  if (event.key === "/") {
    const field = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
    field.focus();
    field.select();
  } else if (event.key === "?") help.showModal();
  else if (event.key === "n") document.querySelector("a[rel=next]")?.click();
  else if (event.key === "p") document.querySelector("a[rel=prev]")?.click();
  else if (event.key === "g") return void (leader = event.timeStamp);
  else if (event.timeStamp - leader < 5000 && /^[a-z]$/.test(event.key)) {
    document.querySelector(`.nav a[data-key="${event.key}"]`)?.click();
  } else return;
  leader = -Infinity;
  event.preventDefault();
});
