/**
 * Carts: Shopify sends the whole cart each time, and what was added and removed is the difference to what was known.
 *
 * - An older word that comes late says nothing any more: what changed until the later one is in that one's difference. The
 *   sum of added and removed is the same in whatever order they come; in how many steps it was is not.
 * - A cart that nothing is known of was filled at that moment, as far as anybody can say.
 * - Whose it is, nobody says. Two lines of one variant (with other texts on them) are one here, and the texts are not read.
 * - An order empties no cart here: its own event says that it was bought.
 * - A page that tells what it adds itself says the same again, with ids of its own: whoever takes these takes one of the two.
 */
import * as z from 'zod';
import { accept, type Outcome } from '../../../core/errors.ts';
import { majorOf } from './amounts.ts';
import { type CartLine, known, type Mapped, mapped, type ServerEvent, type ShopFacts } from './mapped.ts';
import { checkShape, instant, label, numericId, quantity, shopMoney, token } from './shapes.ts';

const lineSchema = z.object({
  variant_id: numericId,
  product_id: numericId,
  quantity,
  title: label.nullish(),
  sku: label.nullish(),
  vendor: label.nullish(),
  price_set: shopMoney.nullish(),
});

const cartSchema = z.object({ token, updated_at: instant, line_items: z.array(lineSchema).default([]) });
type Cart = z.infer<typeof cartSchema>;
type Line = z.infer<typeof lineSchema>;

/** `carts/create` and `carts/update`. */
export function mapCart(payload: unknown, { currency, cart: before }: ShopFacts): Outcome<Mapped> {
  const checked = checkShape(cartSchema, payload);
  if (!checked.ok) return checked;
  const cart = checked.value;
  const joins = [{ cart: cart.token }];
  if (before != null && cart.updated_at <= before.at) {
    return accept(mapped({ joins, cart: { token: cart.token, known: before } }));
  }
  const now = countLines(cart.line_items);
  const earlier = before?.lines ?? {};
  const variants = [...new Set([...Object.keys(earlier), ...Object.keys(now)])].toSorted();
  const events = variants.flatMap((variant) => {
    const [was, is] = [earlier[variant], now[variant]];
    const change = (is?.quantity ?? 0) - (was?.quantity ?? 0);
    const product = is?.product ?? was?.product;
    return change === 0 || product === undefined
      ? []
      : [lineEvent(cart, { variant, product, change }, currency)];
  });
  return accept(
    mapped({ events, joins, cart: { token: cart.token, known: { at: cart.updated_at, lines: now } } }),
  );
}

function countLines(lines: readonly Line[]): Readonly<Record<string, CartLine>> {
  const counted = Map.groupBy(lines, ({ variant_id }) => variant_id);
  const entries = [...counted].map(([variant, own]): [string, CartLine] => [
    variant,
    { product: own[0]?.product_id ?? '', quantity: own.reduce((sum, line) => sum + line.quantity, 0) },
  ]);
  return Object.fromEntries(entries.filter(([, line]) => line.quantity > 0));
}

type Change = { readonly variant: string; readonly product: string; readonly change: number };

function lineEvent(cart: Cart, { variant, product, change }: Change, currency: string): ServerEvent {
  const line = cart.line_items.find(({ variant_id }) => variant_id === variant);
  const price = majorOf(line?.price_set, currency);
  return {
    id: `cart:${cart.token}:${cart.updated_at}:${variant}`,
    name: change > 0 ? 'Product Added' : 'Product Removed',
    time: cart.updated_at,
    properties: known({
      cart_id: cart.token,
      product_id: product,
      variant_id: variant,
      sku: line?.sku ?? undefined,
      name: line?.title ?? undefined,
      brand: line?.vendor ?? undefined,
      price,
      currency: price === undefined ? undefined : currency,
      quantity: Math.abs(change),
    }),
  };
}
