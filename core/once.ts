/** What is the same all the process long, and costs something to make: made when it is first asked for. */

/** @example const schema = once(segmentJsonSchema); schema() === schema() // true */
export function once<Made>(make: () => Made): () => Made {
  let kept: { readonly made: Made } | null = null;
  return () => {
    kept ??= { made: make() };
    return kept.made;
  };
}
