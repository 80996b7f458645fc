// <order-list>: puts entries in order with « Monter » and « Descendre ». Each `.order__item` holds a <select> with its
// place: the form works without this script, and the select stays the value that is sent.
class OrderList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".order");
    if (!this.list || this.list.dataset.ready) return;
    this.list.dataset.ready = "yes";
    this.live = document.createElement("p");
    this.live.className = "visually-hidden";
    this.live.setAttribute("role", "status");
    this.append(this.live);
    for (const item of this.items) this.dress(item);
    this.sort();
    // An answer kept in this phone comes back: see autosave.js.
    this.closest("form")?.addEventListener("restored", () => this.sort());
    // What is seen is what is sent, also by somebody who found the order right as it was.
    this.closest("form")?.addEventListener("submit", () => this.fill());
  }

  get items() {
    return [...this.list.querySelectorAll(".order__item")];
  }

  text(name, fallback) {
    return this.dataset[name] || fallback;
  }

  dress(item) {
    for (const control of item.querySelectorAll("select, label")) control.hidden = true;
    const buttons = document.createElement("span");
    buttons.className = "order__buttons";
    for (const [step, sign] of [[-1, "↑"], [1, "↓"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn-square";
      button.textContent = sign;
      button.dataset.step = step;
      button.addEventListener("click", () => this.move(item, step, button));
      buttons.append(button);
    }
    item.append(buttons);
  }

  move(item, step, button) {
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(item);
    else other.after(item);
    for (const each of this.items) each.classList.toggle("is-moved", each === item);
    this.number();
    this.fill();
    button.focus();
    const select = item.querySelector("select");
    select.dispatchEvent(new Event("change", { bubbles: true }));
    this.live.textContent = this.sentence(item);
  }

  sort() {
    const place = (item) => Number(item.querySelector("select").value) || Infinity;
    if (this.items.every((item) => place(item) < Infinity)) this.list.append(...this.items.sort((a, b) => place(a) - place(b)));
    this.number();
  }

  number() {
    const { items } = this;
    items.forEach((item, index) => {
      item.querySelector(".order__place").textContent = index + 1;
      for (const button of item.querySelectorAll(".btn-square")) {
        const up = button.dataset.step === "-1";
        button.setAttribute("aria-disabled", String(up ? index === 0 : index === items.length - 1));
        const verb = up ? this.text("up", "Monter") : this.text("down", "Descendre");
        button.setAttribute("aria-label", `${verb} : ${this.sentence(item)}`);
      }
    });
  }

  fill() {
    this.items.forEach((item, index) => {
      item.querySelector("select").value = String(index + 1);
    });
  }

  sentence(item) {
    const place = this.items.indexOf(item) + 1;
    const words = this.text("place", "{text}, place {n} sur {total}");
    const text = item.querySelector(".order__text").textContent.trim();
    return words.replace("{text}", text).replace("{n}", place).replace("{total}", this.items.length);
  }
}
customElements.define("order-list", OrderList);
