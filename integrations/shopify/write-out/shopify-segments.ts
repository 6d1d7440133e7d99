/** Segments of Shopify's own, made of the tags that we write, so that a merchant's mails and discounts can use them. */
import { accept, type Outcome } from '../../../core/errors.ts';
import type { Admin } from '../api/admin-client.ts';
import type { Shop } from '../installation/shops.ts';
import type { SegmentsData } from '../operations/generated-types.ts';
import { segmentCreate, segmentDelete, segments } from '../operations/segments.ts';
import type { ChoiceBook, Choices } from './choices.ts';
import { TAG } from './picture.ts';

/** What the names of ours begin with. */
const NAME = 'Inkling: ';
const QUERY = { start: `customer_tags CONTAINS '${TAG}`, end: "'" };
const A_PAGE = 100;
/** More than a shop may have. */
const MOST_PAGES = 100;

export type SegmentPorts = {
  /** What the segment is called here. */
  readonly nameOf: (key: string) => string;
  /** Comes with each, so that what was made is known whatever breaks off then. */
  readonly noteMade: (key: string, id: string | null) => ReturnType<ChoiceBook['noteMade']>;
};

/**
 * Makes those that are chosen and takes those away that are not, whoever of us made them and whether or not that was noted;
 * what a merchant renamed, changed or removed is left alone.
 */
export async function alignSegments(
  admin: Admin,
  shop: Shop,
  { segments: chosen, made }: Pick<Choices, 'segments' | 'made'>,
  { nameOf, noteMade }: SegmentPorts,
): Promise<Outcome<null>> {
  const held = await listOurs(admin, shop);
  if (!held.ok) return held;
  // Before it is removed: one that is noted and not there is one that the merchant removed.
  for (const key of Object.keys(made)) if (!chosen.includes(key)) await noteMade(key, null);
  for (const { key, id } of held.value) {
    if (chosen.includes(key)) continue;
    const gone = await admin.run(shop, segmentDelete, { id });
    if (!gone.ok && gone.code !== 'not_found') return gone;
  }
  for (const key of chosen.filter((one) => made[one] === undefined)) {
    const known = held.value.find((one) => one.key === key);
    const id = known === undefined ? await make(admin, shop, key, nameOf(key)) : accept(known.id);
    if (!id.ok) return id;
    if (id.value !== null) await noteMade(key, id.value);
  }
  return accept(null);
}

/** Null: the name is taken. The tag is there all the same, and the merchant can make a segment of it. */
async function make(admin: Admin, shop: Shop, key: string, name: string): Promise<Outcome<string | null>> {
  const query = QUERY.start + key + QUERY.end;
  const created = await admin.run(shop, segmentCreate, { name: NAME + name, query });
  if (!created.ok) return created.code === 'invalid_value' ? accept(null) : created;
  return accept(created.value.segmentCreate?.segment?.id ?? null);
}

type Ours = { readonly key: string; readonly id: string };

async function listOurs(admin: Admin, shop: Shop): Promise<Outcome<readonly Ours[]>> {
  const ours: Ours[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Outcome<SegmentsData> = await admin.run(shop, segments, { first: A_PAGE, after });
    if (!answer.ok) return answer;
    const { nodes, pageInfo }: SegmentsData['segments'] = answer.value.segments;
    ours.push(...nodes.flatMap(readOurs));
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) break;
    after = pageInfo.endCursor;
  }
  return accept(ours);
}

/** By its name and by what it asks for: a merchant who changed either has made something of their own of it. */
function readOurs({ id, name, query }: SegmentsData['segments']['nodes'][number]): readonly Ours[] {
  const isOurs = name.startsWith(NAME) && query.startsWith(QUERY.start) && query.endsWith(QUERY.end);
  return isOurs ? [{ id, key: query.slice(QUERY.start.length, -QUERY.end.length) }] : [];
}
