// Offer the copy button where the browser can copy; a click on the link selects it whole.
const link = document.getElementById("invitation-link");
link?.addEventListener("focus", () => link.select());
const button = document.querySelector("[data-copy]");
if (button && navigator.clipboard) button.hidden = false;
