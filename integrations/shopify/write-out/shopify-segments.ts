/** Segments of Shopify's own, made of the tags that we write, so that a merchant's mails and discounts can use them. */
import { accept, type Outcome } from '../../../core/errors.ts';
import type { Admin } from '../api/admin-client.ts';
import type { Shop } from '../installation/shops.ts';
import type { SegmentsData } from '../operations/generated-types.ts';
import { segment, segmentCreate, segmentDelete, segments } from '../operations/segments.ts';
import type { Choices } from './choices.ts';
import { TAG } from './picture.ts';

/** What the names of ours begin with. */
const NAME = 'Inkling: ';
const A_PAGE = 100;
const MOST_PAGES = 50;

/**
 * Makes those that are chosen and takes those away that are not any more; what a merchant renamed or removed is left alone.
 *
 * @param nameOf What the segment is called here.
 * @returns What is made now, by key.
 */
export async function alignSegments(
  admin: Admin,
  shop: Shop,
  { segments: chosen, made }: Pick<Choices, 'segments' | 'made'>,
  nameOf: (key: string) => string,
): Promise<Outcome<Choices['made']>> {
  const next: Record<string, string> = { ...made };
  for (const [key, id] of Object.entries(made)) {
    if (chosen.includes(key)) continue;
    const gone = await remove(admin, shop, id, queryOf(key));
    if (!gone.ok) return gone;
    delete next[key];
  }
  for (const key of chosen) {
    if (next[key] !== undefined) continue;
    const id = await make(admin, shop, key, nameOf(key));
    if (!id.ok) return id;
    if (id.value !== null) next[key] = id.value;
  }
  return accept(next);
}

/** Unless the merchant has made something of their own of it, or has removed it. */
async function remove(admin: Admin, shop: Shop, id: string, query: string): Promise<Outcome<unknown>> {
  const held = await admin.run(shop, segment, { id });
  if (!held.ok) return held.code === 'not_found' ? accept(null) : held;
  const isOurs = held.value.segment?.query === query && held.value.segment.name.startsWith(NAME);
  return isOurs ? admin.run(shop, segmentDelete, { id }) : accept(null);
}

function queryOf(key: string): string {
  return `customer_tags CONTAINS '${TAG}${key}'`;
}

/** One that an earlier attempt made is found by what it asks for. */
async function make(admin: Admin, shop: Shop, key: string, name: string): Promise<Outcome<string | null>> {
  const query = queryOf(key);
  const found = await find(admin, shop, query);
  if (!found.ok || found.value !== null) return found;
  const created = await admin.run(shop, segmentCreate, { name: NAME + name, query });
  // A name that is taken: the tag is there all the same, and the merchant can make one of it.
  if (!created.ok) return created.code === 'invalid_value' ? accept(null) : created;
  return accept(created.value.segmentCreate?.segment?.id ?? null);
}

async function find(admin: Admin, shop: Shop, query: string): Promise<Outcome<string | null>> {
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Outcome<SegmentsData> = await admin.run(shop, segments, { first: A_PAGE, after });
    if (!answer.ok) return answer;
    const own = answer.value.segments.nodes.find((one) => one.query === query && one.name.startsWith(NAME));
    if (own !== undefined) return accept(own.id);
    const { hasNextPage, endCursor }: SegmentsData['segments']['pageInfo'] = answer.value.segments.pageInfo;
    if (!hasNextPage || endCursor === null) break;
    after = endCursor;
  }
  return accept(null);
}
