/** The shape of words about what is held: by class of the data map, by who sees it, and by what it rests on. */

type Held = { readonly name: string; readonly text: string };
export type HeldWords = {
  readonly classes: { readonly [what: string]: Held };
  readonly viewers: { readonly [viewer: string]: string };
  readonly bases: { readonly [basis: string]: string };
};
