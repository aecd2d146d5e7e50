/** Where Tern answers, and the site that it knows this shop as. */
export const tern = "http://localhost:8080";
export const site = "shop";
