/** A body as large as a small post of the tracker, for measuring the load itself. */
export default function makePlainBody(index: number): string {
  const properties = { product_id: `p${index % 5_000}`, price: 19.9, category: 'Notebooks', variant: 'blue' };
  const item = {
    i: `0190-${index}`,
    n: 'Product Viewed',
    t: 1_750_000_000_000,
    p: properties,
    u: '/notebooks',
  };
  return JSON.stringify({ ver: 1, s: 1_750_000_000_000, pg: '0'.repeat(32), q: 0, e: [item] });
}
