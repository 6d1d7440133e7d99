/**
 * Products as rows of the catalogue: one a product, as events name them, at the price of its cheapest variant, which is what
 * a shop writes beside it ("from 19.90"). A change of that price becomes a fact of the site; one of a dearer variant does not.
 *
 * `stock` is the sum of what its variants have, where all of them end; it is left out where one is sold without a limit, and
 * 0 for what is a draft, archived or not published: nobody is to be offered it.
 */
import * as z from 'zod';
import { productsSchema } from '../../../core/catalogue/products.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { minorOf } from './amounts.ts';
import { type Mapped, mapped, type ProductRow, type ShopFacts } from './mapped.ts';
import { checkShape, decimal, globalId, instant, label, numericId } from './shapes.ts';

type Variant = {
  readonly id: string;
  readonly price: string;
  readonly before: string | null;
  readonly left: number | null;
  readonly isLimited: boolean;
};

type Picture = {
  readonly id: string;
  readonly title: string | null;
  readonly handle: string | null;
  readonly image: string | null;
  readonly category: string | null;
  readonly vendor: string | null;
  readonly isOffered: boolean;
  readonly variants: readonly Variant[];
  /** When it was so, UTC ms. */
  readonly at: number | null;
};

const productSchema = z.object({
  id: numericId,
  title: label,
  handle: label.nullish(),
  product_type: label.nullish(),
  vendor: label.nullish(),
  status: z.string().nullish(),
  published_at: instant.nullish(),
  updated_at: instant.nullish(),
  image: z.object({ src: z.string().nullish() }).nullish(),
  variants: z.array(
    z.object({
      id: numericId,
      price: decimal,
      compare_at_price: decimal.nullish(),
      inventory_quantity: z.number().int().nullish(),
      inventory_policy: z.string().nullish(),
      inventory_management: z.string().nullish(),
    }),
  ),
});

const nodeSchema = z.object({
  id: globalId,
  title: label,
  handle: label.nullish(),
  productType: label.nullish(),
  vendor: label.nullish(),
  status: z.string(),
  publishedAt: instant.nullish(),
  updatedAt: instant.nullish(),
  tracksInventory: z.boolean().optional(),
  featuredMedia: z
    .object({ preview: z.object({ image: z.object({ url: z.string() }).nullish() }).nullish() })
    .nullish(),
  variants: z.object({
    nodes: z.array(
      z.object({
        id: globalId,
        price: decimal,
        compareAtPrice: decimal.nullish(),
        inventoryQuantity: z.number().int().nullish(),
        inventoryPolicy: z.string().optional(),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean() }).optional(),
  }),
});

const goneSchema = z.object({ id: numericId });

/** `products/create` and `products/update`. */
export function mapProduct(payload: unknown, facts: ShopFacts): Outcome<Mapped> {
  const checked = checkShape(productSchema, payload);
  if (!checked.ok) return checked;
  const product = checked.value;
  const picture = {
    id: product.id,
    title: product.title,
    handle: product.handle ?? null,
    image: product.image?.src ?? null,
    category: product.product_type ?? null,
    vendor: product.vendor ?? null,
    isOffered: isOffered(product.status ?? 'active', product.published_at),
    at: product.updated_at ?? null,
    variants: product.variants.map((variant) => ({
      id: variant.id,
      price: variant.price,
      before: variant.compare_at_price ?? null,
      left: variant.inventory_quantity ?? null,
      isLimited: variant.inventory_policy === 'deny' && variant.inventory_management !== null,
    })),
  };
  return mapPicture(picture, facts);
}

/** A node of GraphQL, with all its variants. Stock is known as far as the document asks for `inventoryPolicy`. */
export function mapProductNode(node: unknown, facts: ShopFacts): Outcome<Mapped> {
  const checked = checkShape(nodeSchema, node);
  if (!checked.ok) return checked;
  const product = checked.value;
  if (product.variants.pageInfo?.hasNextPage === true)
    return refuse('invalid_value', 'variants', 'ask for the pages that follow first');
  const picture = {
    id: product.id,
    title: product.title,
    handle: product.handle ?? null,
    image: product.featuredMedia?.preview?.image?.url ?? null,
    category: product.productType ?? null,
    vendor: product.vendor ?? null,
    isOffered: isOffered(product.status, product.publishedAt),
    at: product.updatedAt ?? null,
    variants: product.variants.nodes.map((variant) => ({
      id: variant.id,
      price: variant.price,
      before: variant.compareAtPrice ?? null,
      left: variant.inventoryQuantity ?? null,
      isLimited: variant.inventoryPolicy === 'DENY' && product.tracksInventory !== false,
    })),
  };
  return mapPicture(picture, facts);
}

/** `products/delete`. */
export function mapProductGone(payload: unknown): Outcome<Mapped> {
  const checked = checkShape(goneSchema, payload);
  return checked.ok ? accept(mapped({ gone: [checked.value.id] })) : checked;
}

/** Whole, or without what the catalogue does not take of it. */
function mapPicture(picture: Picture, facts: ShopFacts): Outcome<Mapped> {
  const row = rowOf(picture, facts);
  const { id, title, price, currency, stock, variant } = row;
  for (const candidate of [row, { id, title, price, currency, stock, variant }]) {
    const checked = productsSchema.safeParse({ products: [candidate] });
    if (checked.success) return accept(mapped({ products: checked.data.products, productsAt: picture.at }));
  }
  return refuse('invalid_value', 'title', 'give the product a title without an e-mail address');
}

function rowOf(picture: Picture, { currency, origin = '' }: ShopFacts): ProductRow {
  const { id, title, handle, image, category, vendor } = picture;
  const cheapest = picture.variants.reduce<Variant | null>(
    (least, variant) =>
      least === null || minorOf(variant.price, currency) < minorOf(least.price, currency) ? variant : least,
    null,
  );
  const before = cheapest?.before;
  const isReduced = cheapest !== null && minorOf(before, currency) > minorOf(cheapest.price, currency);
  const stock = stockOf(picture);
  return {
    id,
    title: title ?? '',
    currency,
    variant: picture.variants.length === 1 ? cheapest?.id : null,
    ...(cheapest && { price: cheapest.price }),
    ...(isReduced && { priceBefore: Number(before) }),
    ...(handle !== null && { url: `${origin}/products/${handle}` }),
    ...(image !== null && { image }),
    ...(category !== null && { category }),
    ...(vendor !== null && { facts: { Vendor: vendor } }),
    ...(stock !== null && { stock }),
  };
}

function stockOf({ isOffered: offered, variants }: Picture): number | null {
  if (!offered) return 0;
  if (!variants.every(({ isLimited, left }) => isLimited && left !== null)) return null;
  return variants.reduce((sum, { left }) => sum + Math.max(0, left ?? 0), 0);
}

function isOffered(status: string, publishedAt: number | null | undefined): boolean {
  return status.toLowerCase() === 'active' && publishedAt != null;
}
