/** A fake shop with something in it, and what its mutations are called with. */
import { gid } from '../../../apps/shopify-dev/fake/state.ts';
import { openShop } from './opened-shop.ts';

export const PIXEL_SETTINGS = { accountId: 'w_1', endpoint: 'https://inkling.example/pixel' };
export const INSTALLATION = 'gid://shopify/AppInstallation/4711';

/** A shop with one customer and one product, whose ids the cases know. */
export async function openStocked() {
  const shop = await openShop();
  const customer = await shop.acts.createCustomer();
  const product = await shop.acts.createProduct({ handle: 'harbour-blue' });
  return {
    shop,
    customerId: gid('Customer', customer.id),
    productId: gid('Product', product.id),
    customer,
    product,
  };
}
export type Stocked = Awaited<ReturnType<typeof openStocked>>;

/** Ten percent off of everything, once, for three hours. */
export const coupon = (changes: object = {}) => ({
  title: 'Ten percent',
  code: 'INK-1',
  startsAt: '2026-07-06T11:00:00Z',
  endsAt: '2026-07-06T14:00:00Z',
  usageLimit: 1,
  context: { all: 'ALL' as const },
  customerGets: { value: { percentage: 0.1 }, items: { all: true } },
  tags: ['inkling'],
  ...changes,
});

/** What a mutation says went wrong: codes where it has them, otherwise the field. */
export function faultsOf(data: unknown): readonly string[] {
  const [payload] = Object.values((data ?? {}) as Record<string, { userErrors: readonly UserError[] }>);
  return (payload?.userErrors ?? []).map(({ code, field }) => `${code ?? field?.join('.')}`);
}
type UserError = { readonly code?: string; readonly field?: readonly string[] };
