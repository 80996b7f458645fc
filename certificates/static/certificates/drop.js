// A file dropped anywhere on the form is put into its file field and sent. Without this, the field does the same.
const form = document.querySelector("[data-drop]");
const input = form?.querySelector("input[type=file]");
const tooHeavy = (file) => Boolean(file) && file.size > Number(form.dataset.largest);

if (input) {
  const hint = form.querySelector("[data-drop-hint]");
  if (hint) hint.hidden = false;
  const say = () => input.setCustomValidity(tooHeavy(input.files[0]) ? form.dataset.tooLarge : "");
  input.addEventListener("change", () => {
    say();
    input.reportValidity();
  });
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("is-over");
    });
  }
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length !== 1) return;
    input.files = event.dataTransfer.files;
    say();
    if (input.reportValidity()) form.requestSubmit();
  });
}
