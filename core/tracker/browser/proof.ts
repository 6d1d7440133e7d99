/** The statement of the site's server that whoever stands before the page is logged in, as an element of the page has it. */

/** Undefined: nobody is logged in. */
export type ReadProof = () => Promise<string | undefined>;

/**
 * Of the platform's log-in: written into a page that is made for one customer, or asked for anew each time where pages
 * come from a cache.
 */
export function proofOf({ dataset: { proof, proofFrom } }: HTMLElement): ReadProof {
  return async () => {
    if (!proofFrom) return proof || undefined;
    const answer = await fetch(proofFrom, { cache: 'no-store' });
    return (answer.ok && (await answer.text()).trim()) || undefined;
  };
}
