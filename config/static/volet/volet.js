// The frame's own enhancements. Every page works without them.
document.documentElement.classList.add("has-js");

// Theme: automatic → light → dark, kept in a cookie so that the server writes it and no page flashes.
const themes = ["auto", "light", "dark"];
const button = document.querySelector("[data-theme-button]");
if (button) {
  const current = () => document.documentElement.dataset.theme || "auto";
  const label = () => {
    button.title = button.dataset[current()];
    button.setAttribute("aria-label", button.title);
  };
  button.hidden = false;
  label();
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(current()) + 1) % themes.length];
    if (next === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    const age = next === "auto" ? 0 : 31536000;
    document.cookie = `theme=${next}; path=/; max-age=${age}; samesite=lax`;
    label();
  });
}

// Menus close on Escape and on a click elsewhere.
for (const menu of document.querySelectorAll("[data-menu]")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// A form with errors shows its summary first.
document.querySelector("[data-error-summary]")?.focus();

// `data-confirm="…"`: asks before a form that cannot be undone is sent.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

for (const printer of document.querySelectorAll("[data-print], [data-copy]")) printer.hidden = false;
// `data-print`: opens the print window. `data-copy="text"`: copies, and says so in the button.
document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const copier = event.target.closest("[data-copy]");
  if (copier && navigator.clipboard) {
    await navigator.clipboard.writeText(copier.dataset.copy);
    copier.textContent = copier.dataset.copied || copier.textContent;
  }
});

// `data-submit-on-change`: a filter that applies itself (its button stays for those without JavaScript).
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form?.requestSubmit();
});
