/** The values that Shopify's payloads are made of, read strictly: from REST (webhooks) and from GraphQL (nodes). */
import * as z from 'zod';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';

const LONGEST_NAME = 300;

/** A number beyond 2^53 has lost digits, and is no id. */
export const numericId = z
  .union([z.number().int().positive(), z.string().regex(/^\d{1,20}$/)])
  .transform(String);

/** `gid://shopify/Order/4242`: its number is the id that REST has. */
export const globalId = z
  .string()
  .regex(/^gid:\/\/shopify\/\w{1,60}\/\d{1,20}$/)
  .transform((id) => id.slice(id.lastIndexOf('/') + 1));

/** UTC ms. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** Behind the `?` stands the key that opens a cart. */
export const token = z
  .string()
  .max(300)
  .transform((text) => text.split('?')[0] ?? '')
  .pipe(z.string().regex(/^[\x21-\x7e]{1,60}$/));

/** Of a product, as the merchant wrote it; null for none. */
export const label = z.string().transform((text) => text.trim().slice(0, LONGEST_NAME) || null);

/** A decimal amount in major units, as text: never through a double. */
export const decimal = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/));

export const quantity = z.number().int().nonnegative().max(1_000_000);

/** In the shop's currency: the buyer's own stands beside it and is left. */
export const shopMoney = z
  .object({ shop_money: z.object({ amount: decimal }) })
  .transform((set) => set.shop_money.amount);
export const shopMoneyNode = z
  .object({ shopMoney: z.object({ amount: decimal }) })
  .transform((set) => set.shopMoney.amount);

/** @returns What was taken, or the place and the rule of the first fault; no value is repeated. */
export function checkShape<T>(schema: z.ZodType<T>, payload: unknown): Outcome<T> {
  const checked = schema.safeParse(payload);
  if (checked.success) return accept(checked.data);
  const path = checked.error.issues[0]?.path ?? [];
  return refuse('invalid_value', placeOf(path), 'it is not of the shape that Shopify documents');
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((at, key) => {
    if (typeof key === 'number') return `${at}[${key}]`;
    return at === '' ? String(key) : `${at}.${String(key)}`;
  }, '');
}
