/* The title of the document: the place of the rule where there is one, the page, the product. */

const parts = { place: "", page: "", product: globalThis.document?.title };

const say = (known) => {
  Object.assign(parts, known);
  document.title = Object.values(parts).filter(Boolean).join(" – ");
};

export const at = (place) => say({ place });

export const callbacks = {
  title: (page) => say({ page: page.props["data-title"] }),
};
