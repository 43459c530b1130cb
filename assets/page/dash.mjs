/* The page as Dash holds it: what its components are told, what they hold, and what has moved. */

/** @type {() => NoUpdate} */
export const noUpdate = () => window.dash_clientside.no_update;

/** @type {(id: string, props: object) => void} */
export const setProps = (id, props) => window.dash_clientside.set_props(id, props);

/** Nothing where the component is not on the page.
   @type {(id: string) => any} */
export const propsOf = (id) => window.dash_component_api.getLayout(id)?.props;

/** @type {(id: string) => any} */
export const dataOf = (id) => propsOf(id)?.data;

/** The words of the page, and its release.
   @type {() => Words} */
export const words = () => dataOf("words");
/** @type {() => Release} */
export const release = () => dataOf("release");

/** What has triggered the callback that runs, as Dash names it: "radius.drag_value".
   @type {() => string[]} */
export const moved = () => window.dash_clientside.callback_context.triggered.map(({ prop_id }) => prop_id);

/** Return a function that says whether any of its values is another than at its last call.
   @type {() => (...now: unknown[]) => boolean} */
export const changes = () => {
  /** @type {unknown[]} */
  let before = [];
  return (...now) => {
    const changed = now.some((value, position) => value !== before[position]);
    before = now;
    return changed;
  };
};
