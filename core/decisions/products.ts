/** Which products a treatment shows: of the visitor's own past, of the page, or of what goes together. */
import type { Product } from '../catalogue/products.ts';
import { cartProducts, type NamedProduct, viewedProducts } from '../catalogue/recent.ts';
import type { Entry, Json, Properties, SiteId } from '../entry.ts';
import { PRODUCTS_KEY } from '../events/money.ts';
import type { Store } from '../ports.ts';
import type { Past } from './past.ts';
import type { ShownProduct, Treatment } from './treatment.ts';

export type ProductPorts = {
  readonly store: Pick<Store, 'readVisitor'>;
  readonly productOf: (site: SiteId, id: string) => Promise<Product | null>;
  /** What is viewed or bought together with it, the closest first. */
  readonly relatedOf: (
    site: SiteId,
    id: string,
    kind: 'viewed' | 'bought',
    limit: number,
  ) => readonly string[];
};

export type Beholder = {
  readonly site: SiteId;
  readonly past: Past;
  /** A daily hash may be several people: what they did before this page is shown to none of them. */
  readonly isAnonymous: boolean;
  /** Of this moment. */
  readonly events: readonly Entry[];
};

const LOOKED_AT = 100;
const MOST_COMPARED = 4;
const MOST_BUNDLED = 2;
const MOST_MAILED = 6;
/** A cart of more has no use for a reminder of each. */
const MOST_TOLD = 50;

/**
 * @returns null where there are too few for the treatment to say anything.
 * @example await pickProducts(ports, { kind: 'comparison', title: 'Compare' }, beholder)
 */
export async function pickProducts(
  ports: ProductPorts,
  treatment: Treatment | null,
  beholder: Beholder,
): Promise<readonly ShownProduct[] | null> {
  if (treatment?.kind === 'comparison') return pickCompared(ports, treatment.most ?? MOST_COMPARED, beholder);
  if (treatment?.kind === 'bundle') return pickBundle(ports, treatment.most ?? MOST_BUNDLED, beholder);
  if (treatment?.kind !== 'email' && treatment?.kind !== 'signal') return [];
  if (treatment.products === undefined) return [];
  const events = (await readEvents(ports, beholder)).map(withoutAddresses);
  const named = treatment.products === 'cart' ? cartProducts(events) : viewedProducts(events);
  const shown = await complete(
    ports,
    beholder.site,
    named.slice(0, treatment.kind === 'email' ? MOST_MAILED : MOST_TOLD),
  );
  return shown.length === 0 ? null : shown;
}

async function pickCompared(
  ports: ProductPorts,
  most: number,
  beholder: Beholder,
): Promise<readonly ShownProduct[] | null> {
  const own = viewedProducts(await readEvents(ports, beholder));
  const [first] = own;
  const related = first === undefined ? [] : ports.relatedOf(beholder.site, first.product, 'viewed', most);
  const named = unique([...own, ...related.map((product) => ({ product }))]).slice(0, most);
  const shown = await complete(ports, beholder.site, named);
  return shown.length < 2 ? null : shown;
}

/**
 * What the others go with comes first: what was put into the cart last, else what is looked at. One button adds all of them,
 * so what a cart only takes after a choice is left out.
 */
async function pickBundle(
  ports: ProductPorts,
  most: number,
  beholder: Beholder,
): Promise<readonly ShownProduct[] | null> {
  const { site } = beholder;
  const events = await readEvents(ports, beholder);
  const cart = cartProducts(events);
  const base = cart[0] ?? viewedProducts(events)[0];
  if (base === undefined) return null;
  const limit = most + cart.length;
  const related = (['bought', 'viewed'] as const).flatMap((kind) =>
    ports.relatedOf(site, base.product, kind, limit),
  );
  const has = new Set(cart.map(({ product }) => product));
  const named = unique(related.filter((product) => !has.has(product)).map((product) => ({ product })));
  const isAddable = ({ product }: NamedProduct, kept: Product | null) =>
    has.has(product) || kept?.variant !== null;
  const [first, ...others] = await complete(ports, site, [base, ...named], isAddable);
  if (first === undefined || others.length === 0 || first.product !== base.product) return null;
  return [has.has(base.product) ? { ...first, isInCart: true } : first, ...others.slice(0, most)];
}

/**
 * Anybody may post to a page's door and claim to be the reader of a mail: where its links and pictures lead is said by
 * the catalogue, or by the site's server.
 */
function withoutAddresses(event: Entry): Entry {
  return event.source === 'web' ? { ...event, properties: dropAddresses(event.properties) } : event;
}

function dropAddresses({ url: _url, image_url: _image, ...rest }: Properties): Properties {
  const listed = rest[PRODUCTS_KEY];
  if (!Array.isArray(listed)) return rest;
  return { ...rest, [PRODUCTS_KEY]: listed.map((item) => (isObject(item) ? dropAddresses(item) : item)) };
}

function isObject(value: Json): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a visitor did lately, in time order: of somebody who may be several people, what this moment brought. */
export async function readEvents({ store }: ProductPorts, beholder: Beholder): Promise<readonly Entry[]> {
  const { site, past, isAnonymous, events } = beholder;
  if (isAnonymous) return events;
  const range = { types: ['event'], limit: LOOKED_AT, side: 'newest' } as const;
  return (await store.readVisitor(site, past.ids, range)).filter(past.includes);
}

function unique(products: readonly NamedProduct[]): readonly NamedProduct[] {
  return [...new Map(products.toReversed().map((one) => [one.product, one])).values()].toReversed();
}

/** With what the catalogue says of them; what neither it nor an event can name is left out, as is what is sold out. */
async function complete(
  { productOf }: ProductPorts,
  site: SiteId,
  named: readonly NamedProduct[],
  isFit: (own: NamedProduct, kept: Product | null) => boolean = () => true,
): Promise<readonly ShownProduct[]> {
  const shown: ShownProduct[] = [];
  for (const own of named) {
    const kept = await productOf(site, own.product);
    if (kept?.stock === 0 || !isFit(own, kept)) continue;
    const title = kept?.title ?? own.title;
    const variant = own.variant ?? kept?.variant;
    const price = dearer(own, kept);
    if (title !== undefined)
      shown.push({ ...own, ...pick(kept), ...price, ...(variant && { variant }), title });
  }
  return shown;
}

/** The catalogue has the price of the cheapest variant: one that was chosen may cost more, and never less. */
function dearer(
  { variant, price, currency }: NamedProduct,
  kept: Product | null,
): Pick<ShownProduct, 'price' | 'currency'> {
  const isChosen = kept?.variant === null && variant !== undefined;
  const isDearer = price !== undefined && currency === kept?.currency && price > (kept?.price ?? price);
  return isChosen && isDearer && currency !== undefined ? { price, currency } : {};
}

function pick(kept: Product | null): Partial<ShownProduct> {
  if (kept === null) return {};
  const { url, image, price, currency, facts } = kept;
  return {
    ...(url !== undefined && { url }),
    ...(image !== undefined && { image }),
    ...(price !== undefined && currency !== undefined && { price, currency }),
    ...(facts !== undefined && { facts }),
  };
}
