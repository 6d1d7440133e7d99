/** A draft's treatment as a page would get it, with an example in the place of what only a real moment brings. */
import type { Rendered, ShownProduct } from '../../../core/decisions/treatment.ts';
import { BECAUSE, readWords } from '../../../core/decisions/words.ts';
import type { ShowMessage, Shown } from './message.ts';

type OnPage = Exclude<Shown, { kind: 'email' }>;

const DAY_MS = 86_400_000;
const EXAMPLE_CODE = 'EXAMPLE10';
const EXAMPLE_PRICE = 24;
type Around = Pick<ShowMessage, 'currency' | 'saysWhy' | 'standIns'> & {
  /** Address of what stands in for a picture: the merchant's lies on another server, and the frame asks none. */
  readonly picture: string;
};

/** @example renderExample(coupon, { ...message, picture }, Date.now()).kind // 'coupon' */
export function renderExample(
  treatment: OnPage,
  { currency, saysWhy, standIns, picture }: Around,
  nowMs: number,
): Rendered {
  const words = readWords(treatment.kind);
  if (treatment.kind === 'content') {
    const { image } = treatment;
    return { ...treatment, words, ...(image !== undefined && { image: { ...image, url: picture } }) };
  }
  if (treatment.kind === 'coupon') {
    const endsAt = endOf(treatment.ends, nowMs);
    const code = treatment.code ?? EXAMPLE_CODE;
    const ends = new Date(endsAt).toISOString();
    return {
      ...{ ...treatment, words, code, ends },
      endsIn: endsAt - nowMs,
      ...(saysWhy && { because: BECAUSE }),
    };
  }
  if (treatment.kind === 'comparison' || treatment.kind === 'bundle')
    return { ...treatment, words, products: listExamples(treatment, standIns.products, currency) };
  return { ...treatment, words };
}

/** One that is not set yet, or over, is shown as it would be a day before its end. */
function endOf(ends: string | undefined, nowMs: number): number {
  const at = Date.parse(ends ?? '');
  return at > nowMs ? at : nowMs + DAY_MS;
}

/** A comparison compares so many; a bundle shows so many beside the one that it goes with. */
function listExamples(
  treatment: Extract<OnPage, { kind: 'comparison' | 'bundle' }>,
  names: readonly string[],
  currency: string,
): readonly ShownProduct[] {
  const many = treatment.kind === 'comparison' ? (treatment.most ?? 3) : 1 + (treatment.most ?? 2);
  const rows = treatment.kind === 'comparison' ? (treatment.rows ?? []) : [];
  return names.slice(0, many).map((title, place) => ({
    ...{ product: `example-${place}`, title, currency },
    price: EXAMPLE_PRICE * (place + 1),
    facts: Object.fromEntries(rows.map((row) => [row, '…'])),
  }));
}
