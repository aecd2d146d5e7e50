/** The visitor's answer to the banner, and the pixel that carries it to Tern. */
import { site, tern } from "./settings.js";

const ANSWER = "consent";

/** Reports an event. Until the visitor has answered it goes without a word on consent, and Tern stores nothing. */
export function report(event, details = {}) {
  const query = new URLSearchParams({ e: event, u: location.href, ...details });
  if (document.referrer) {
    query.set("r", document.referrer);
  }
  const answer = localStorage.getItem(ANSWER);
  if (answer) {
    query.set("consent", answer);
  }
  new Image(1, 1).src = `${tern}/p/${site}.gif?${query}`;
}

function answer(consent) {
  localStorage.setItem(ANSWER, consent);
  document.getElementById("consent").hidden = true;
  report("page_view");
}

function ask() {
  document.getElementById("consent").hidden = false;
}

document.body.insertAdjacentHTML(
  "beforeend",
  `<aside id="consent" role="dialog" aria-labelledby="consent-question" hidden>
    <p id="consent-question">May we remember what you look at, to show you fitting ads elsewhere? Either way, the shop works the same.</p>
    <button id="agree">Yes, remember me</button>
    <button id="refuse">No, thanks</button>
  </aside>`,
);
document.getElementById("agree").addEventListener("click", () => answer("granted"));
document.getElementById("refuse").addEventListener("click", () => answer("denied"));
document.getElementById("change-consent").addEventListener("click", ask);

report("page_view");
if (!localStorage.getItem(ANSWER)) {
  ask();
}
