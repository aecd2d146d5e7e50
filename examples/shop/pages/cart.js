/** The cart, kept in the browser, and the order that it becomes. */
import { report } from "./pixel.js";

const CART = "cart";
const ORDER = "order";
const CURRENCY = "EUR";

const byId = (id) => document.getElementById(id);
const items = () => JSON.parse(localStorage.getItem(CART) ?? "[]");
const total = (list) => list.reduce((cents, item) => cents + item.cents, 0);
const amount = (cents) => (cents / 100).toFixed(2);

function fill(list, into) {
  for (const item of list) {
    const row = document.createElement("li");
    row.append(item.name, Object.assign(document.createElement("span"), { textContent: `€ ${amount(item.cents)}` }));
    into.append(row);
  }
}

function product(button) {
  button.addEventListener("click", () => {
    const item = { name: button.dataset.name, cents: Number(button.dataset.cents) };
    localStorage.setItem(CART, JSON.stringify([...items(), item]));
    location.assign("cart.html");
  });
}

function cart(list) {
  fill(items(), list);
  byId("total").textContent = `€ ${amount(total(items()))}`;
  byId("empty").hidden = items().length > 0;
  byId("buy").disabled = items().length === 0;
  byId("buy").addEventListener("click", () => {
    const order = { id: `order-${crypto.randomUUID()}`, items: items() };
    localStorage.setItem(ORDER, JSON.stringify(order));
    localStorage.removeItem(CART);
    location.assign("thanks.html");
  });
}

/** A page that is loaded again finds no order, so each is reported once. */
function thanks(list) {
  const order = JSON.parse(localStorage.getItem(ORDER) ?? "null");
  localStorage.removeItem(ORDER);
  byId("ordered").hidden = !order;
  byId("nothing").hidden = Boolean(order);
  if (order) {
    fill(order.items, list);
    report("purchase", { v: amount(total(order.items)), c: CURRENCY, i: order.id });
  }
}

const pages = { add: product, cart, "thanks-items": thanks };
for (const [id, page] of Object.entries(pages)) {
  if (byId(id)) {
    page(byId(id));
  }
}
