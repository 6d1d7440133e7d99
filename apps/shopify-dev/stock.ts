/** What the shop has from the start, so that there is something to look at. */
import type { FakeShop } from './fake/shop.ts';

const PRODUCTS = [
  ['harbour-blue', 'Harbour Blue', 1_990],
  ['iron-gall', 'Iron Gall', 1_450],
  ['walnut', 'Walnut', 1_290],
  ['goose-quill', 'Goose Quill', 4_500],
  ['dip-pen', 'Dip Pen', 2_400],
  ['laid-paper', 'Laid Paper, 50 sheets', 1_800],
] as const;
const CUSTOMERS = 3;

/** @example await stock(shop); shop.install(); */
export async function stock({ acts }: FakeShop): Promise<void> {
  for (const [handle, title, priceMinor] of PRODUCTS) await acts.createProduct({ handle, title, priceMinor });
  for (let at = 0; at < CUSTOMERS; at += 1) await acts.createCustomer();
}
