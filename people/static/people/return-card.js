// The QR code of a return card carries the PIN in the fragment, which browsers never send: fill it in, then forget it.
const pin = document.querySelector("[data-card-pin]");
const typed = location.hash.slice(1);
if (pin && /^[0-9]{6}$/.test(typed)) {
  pin.value = typed;
  history.replaceState(null, "", location.pathname + location.search);
  pin.form.querySelector("button").focus();
}
