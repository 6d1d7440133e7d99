/** What a site lets go back to Segment: to which source, which scores and segments, and how much has to change. */
import * as z from 'zod';

const SCORES = ['intent', 'churn', 'order_value'] as const;
type ScoreName = (typeof SCORES)[number];

/** The labels that stand behind the names. */
export const LABELS: Readonly<Record<ScoreName, string>> = {
  intent: 'purchase_7d',
  churn: 'churn_30d',
  order_value: 'order_value',
};

const REGIONS = { us: 'https://api.segment.io/v1', eu: 'https://events.eu1.segmentapis.com/v1' } as const;
const MOST_SEGMENTS = 100;
/** Below it scores do not move at all. */
const LEAST_DELTA = 0.005;

const share = z.number().gt(0).lt(1);
const segmentKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'write keys of segments');

export const writeBackSchema = z.strictObject({
  /** Of the source in Segment; may be left out where it is known. */
  writeKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,100}$/, 'write the key as Segment shows it')
    .optional(),
  region: z.enum(['us', 'eu']).optional(),
  /** In place of a region: whatever speaks Segment's API, up to and with the version. */
  host: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
  scores: z.array(z.enum(SCORES)).max(SCORES.length).optional(),
  /** Keys; all segments when left out. */
  segments: z.array(segmentKey).max(MOST_SEGMENTS).optional(),
  /** A probability that moved by less, or an amount by less than this share of it, is no news. */
  delta: z.number().min(LEAST_DELTA).max(1).optional(),
  /** Where low ends, and where high begins. */
  bands: z
    .tuple([share, share])
    .refine(([low, high]) => low < high, 'write the lower edge first')
    .optional(),
});

export type WriteBackRequest = z.infer<typeof writeBackSchema>;

export type WriteBackSettings = {
  readonly writeKey: string;
  readonly region: keyof typeof REGIONS | null;
  readonly host: string;
  readonly scores: readonly ScoreName[];
  /** Null: all of them. */
  readonly segments: readonly string[] | null;
  readonly delta: number;
  readonly bands: readonly [low: number, high: number];
  /** It is switched off, and not everything of it is gone yet. */
  readonly isEnding?: true;
};

type Place = Pick<WriteBackSettings, 'region' | 'host'>;
type Source = Pick<WriteBackSettings, 'writeKey'> & Place;

const DELTA = 0.05;
const BANDS = [0.3, 0.7] as const;

/**
 * What is left out is the usual, and not what was set before. The source alone stays: its key, and where it is reached.
 *
 * @param known Null where the site has none yet.
 * @returns Null where no key is known.
 * @example completeSettings({ writeKey: 'abcdefgh', region: 'eu' }, null)?.host
 */
export function completeSettings(request: WriteBackRequest, known: Source | null): WriteBackSettings | null {
  const writeKey = request.writeKey ?? known?.writeKey;
  if (writeKey === undefined) return null;
  const { scores = SCORES, segments, delta = DELTA, bands = BANDS } = request;
  return {
    writeKey,
    ...placeOf(request, known),
    scores: [...new Set(scores)],
    segments: segments === undefined ? null : [...new Set(segments)],
    delta,
    bands: [bands[0], bands[1]],
  };
}

/** Nobody's data goes to another region because a change of something else did not name it. */
function placeOf({ region, host }: WriteBackRequest, known: Place | null): Place {
  if (host !== undefined) return { region: null, host: host.replace(/\/+$/, '') };
  if (region === undefined && known !== null) return { region: known.region, host: known.host };
  const named = region ?? 'us';
  return { region: named, host: REGIONS[named] };
}
