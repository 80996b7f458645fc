// « Préparer ma session »: the training follows the frame, until somebody chose one themselves.
const form = document.querySelector("[data-suggest]");
const suggestions = JSON.parse(document.getElementById("suggestions")?.textContent || "{}");
const target = form?.elements[form.dataset.suggest];
if (target) {
  let own = false;
  target.addEventListener("change", () => (own = true));
  form.addEventListener("change", (event) => {
    if (event.target.name === "frame" && !own) target.value = suggestions[event.target.value] || "";
  });
}
