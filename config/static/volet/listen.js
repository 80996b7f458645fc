// <listen-bar>: reads the region `[data-listen]` aloud with a voice of its language, block by block.
// Nothing is shown where the device has no such voice. Nothing leaves the device.
class ListenBar extends HTMLElement {
  connectedCallback() {
    this.region = document.querySelector("[data-listen]:not(listen-bar)");
    if (!("speechSynthesis" in window) || !this.region) return;
    this.language = this.region.closest("[lang]")?.lang || "fr";
    speechSynthesis.addEventListener("voiceschanged", () => this.show());
    addEventListener("pagehide", () => speechSynthesis.cancel());
    this.show();
  }

  get voice() {
    const voices = speechSynthesis.getVoices().filter((voice) => voice.lang.toLowerCase().startsWith(this.language));
    return voices.find((voice) => voice.localService) || voices[0];
  }

  show() {
    if (this.buttons || !this.voice) return;
    this.classList.add("listen");
    this.play = this.button(this.dataset.listen || "Écouter", () => this.toggle());
    this.stop = this.button(this.dataset.stop || "Arrêter", () => this.end());
    this.stop.hidden = true;
    this.buttons = true;
  }

  button(label, action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--small";
    button.textContent = label;
    button.addEventListener("click", action);
    this.append(button);
    return button;
  }

  get blocks() {
    const found = this.region.querySelectorAll("h1, h2, h3, h4, p, li, dt, dd, th, td, summary, figcaption, legend, .option");
    const own = [...found].filter((block) => ![...found].some((inner) => inner !== block && block.contains(inner)));
    return own.filter((block) => block.offsetParent && block.textContent.trim());
  }

  toggle() {
    if (this.state === "reading") {
      speechSynthesis.pause();
      this.mark("paused", this.dataset.resume || "Reprendre");
    } else if (this.state === "paused") {
      speechSynthesis.resume();
      this.mark("reading", this.dataset.pause || "Pause");
    } else {
      this.queue = this.blocks;
      this.mark("reading", this.dataset.pause || "Pause");
      this.next();
    }
  }

  // One sentence at a time: long utterances are cut off by some engines.
  next() {
    this.current?.classList.remove("is-read");
    this.current = this.queue.shift();
    if (!this.current) return this.end();
    this.current.classList.add("is-read");
    const sentences = this.current.textContent.replace(/\s+/g, " ").match(/[^.!?…]+[.!?…]*\s*/g) || [];
    const read = () => {
      const sentence = sentences.shift();
      if (this.state === undefined) return;
      if (!sentence) return this.next();
      const words = new SpeechSynthesisUtterance(sentence);
      words.voice = this.voice;
      words.lang = this.voice.lang;
      words.onend = read;
      words.onerror = () => this.end();
      speechSynthesis.speak(words);
    };
    read();
  }

  end() {
    this.current?.classList.remove("is-read");
    this.current = undefined;
    this.queue = [];
    this.mark(undefined, this.dataset.listen || "Écouter");
    speechSynthesis.cancel();
  }

  mark(state, label) {
    this.state = state;
    this.play.textContent = label;
    this.stop.hidden = state === undefined;
  }
}
customElements.define("listen-bar", ListenBar);
