/**
 * A boosting as JSON. Nodes stand in the order in which they are first come by, so that what is a leaf and what is not
 * tells the shape of every tree: there is no list of children that could be wrong. 200 trees of 15 leaves take 90 kB.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { accept, type Outcome, refuse } from '../../errors.ts';
import type { Feature } from '../matrix.ts';
import { type BoostedModel, MODEL_VERSION } from './model.ts';
import { LOSSES } from './options.ts';
import { type PackedForest, readForest } from './packed-forest.ts';
import { packNumbers } from './packing.ts';

const features = z.array(
  z.discriminatedUnion('kind', [
    z.strictObject({ name: z.string(), kind: z.literal('number') }),
    z.strictObject({ name: z.string(), kind: z.literal('category'), levels: z.array(z.string()) }),
  ]),
);

const fileShape = z.strictObject({
  kind: z.literal('boosting'),
  version: z.literal(MODEL_VERSION),
  loss: z.enum(LOSSES),
  features,
  outputs: z.int().min(1),
  /** Packed, as all that follow: of each output. */
  base: z.string(),
  /** Of each node; as many as there are features: a leaf. */
  feature: z.string(),
  /** Of each node that looks at a number. */
  threshold: z.string(),
  /** Of each node that looks at levels: how many there are, then a bit a level. */
  levelSets: z.string(),
  /** Of each node that splits. */
  missingLeft: z.string(),
  /** Of each leaf. */
  value: z.string(),
  cover: z.string(),
  /** Of all the above: a damaged file is none. */
  digest: z.string(),
});

/** Plain JSON. */
export type BoostingFile = Readonly<z.infer<typeof fileShape>>;

const versionShape = z.looseObject({ kind: z.literal('boosting'), version: z.int().min(1) });

/**
 * The model as plain JSON, from which {@link readBoosting} makes one that answers the same to the last bit.
 *
 * @example JSON.stringify(writeBoosting(model))
 */
export function writeBoosting(model: BoostedModel): BoostingFile {
  const { kind, version, loss, outputs, base, feature, setAt } = model;
  const nodes = Array.from(feature, (_, node) => node);
  const leaves = nodes.filter((node) => isLeaf(model, node));
  const forks = nodes.filter((node) => !isLeaf(model, node));
  const written = {
    kind,
    version,
    loss,
    features: model.features.map(copyFeature),
    outputs,
    base: packNumbers(base),
    feature: packNumbers(feature.map((looked) => (looked < 0 ? model.features.length : looked))),
    threshold: packAt(
      model.threshold,
      forks.filter((node) => setAt[node] === -1),
    ),
    levelSets: packNumbers(forks.flatMap((node) => levelSetOf(model, node))),
    missingLeft: packAt(model.missingLeft, forks),
    value: packAt(model.value, leaves),
    cover: packAt(model.cover, leaves),
  };
  return { ...written, digest: digestOf(written) };
}

function isLeaf({ feature }: BoostedModel, node: number): boolean {
  return feature[node] === -1;
}

/** Without what else the caller's object may carry. */
function copyFeature(feature: Feature): z.infer<typeof features>[number] {
  const { name } = feature;
  return feature.kind === 'number'
    ? { name, kind: 'number' }
    : { name, kind: 'category', levels: [...feature.levels] };
}

function packAt(numbers: ArrayLike<number>, places: readonly number[]): string {
  return packNumbers(places.map((place) => numbers[place] as number));
}

function levelSetOf({ setAt, levelSets }: BoostedModel, node: number): readonly number[] {
  const at = setAt[node] ?? -1;
  if (at < 0) return [];
  return Array.from(levelSets.subarray(at, at + 1 + Math.ceil((levelSets[at] ?? 0) / 32)));
}

/** The order of keys is that of the shape, in whatever order they came. */
function digestOf(written: Omit<BoostingFile, 'digest'>): string {
  const values = Object.keys(fileShape.shape).map((key) =>
    key === 'digest' ? '' : written[key as keyof typeof written],
  );
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 32);
}

/**
 * @param input What `JSON.parse` made of a written model.
 * @returns Refused `invalid_value` where it is none, one that a later program wrote, or one that was damaged since.
 * @example readBoosting(JSON.parse(text)) // { ok: true, value: model }
 */
export function readBoosting(input: unknown): Outcome<BoostedModel> {
  const versioned = versionShape.safeParse(input);
  if (!versioned.success) return refuseFirst(versioned.error);
  const { version } = versioned.data;
  if (version !== MODEL_VERSION)
    return refuse(
      'invalid_value',
      'version',
      `this program reads version ${MODEL_VERSION} of boosted models, and this is ${version}: update it, or train anew`,
    );
  const file = fileShape.safeParse(input);
  return file.success ? readFile(file.data) : refuseFirst(file.error);
}

function readFile(file: BoostingFile): Outcome<BoostedModel> {
  if (digestOf(file) !== file.digest)
    return refuse(
      'invalid_value',
      'digest',
      'the model was changed since it was written: take it from a copy, or train anew',
    );
  const { kind, version, loss, outputs } = file;
  const forest = readForest(file satisfies PackedForest);
  if (!forest.ok) return forest;
  return accept({ kind, version, loss, features: file.features, outputs, ...forest.value });
}

function refuseFirst({ issues: [issue] }: z.ZodError): Outcome<never> {
  return refuse('invalid_value', issue?.path.join('.') ?? '', issue?.message ?? 'give a boosted model');
}
