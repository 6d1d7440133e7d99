import { beforeAll, describe, expect, it } from 'vitest';
import type { Json, SiteId } from '../../../../core/entry.ts';
import { FEATURE_HEADS } from '../../../../core/scoring/features/table.ts';
import type { Label } from '../../../../core/scoring/labels/label.ts';
import { createModelBook, type ModelBook } from '../../../../core/scoring/models/model-book.ts';
import { createTrainer, type TrainerPorts } from '../../../../core/scoring/models/trainer.ts';
import { type Training, type TrainingInput, train } from '../../../../core/scoring/training/train.ts';
import type { Site } from '../../../../core/sites/site.ts';
import { rules } from '../../profiles/world.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 3, 15);
const siteId = 'st_1' as SiteId;
const site = { siteId, settings: { timezone: 'UTC', scoring: { leastOfEach: 0 } } } as unknown as Site;
const CARTS: Label = { key: 'own', kind: 'event', event: 'Product Added', withinMs: DAY };
const ORDERS: Label = { ...CARTS, event: 'Order Completed' };

/** Trained once, on what can be foretold, and given back as what every training here comes to. */
let learned: Training;
beforeAll(() => {
  learned = train(toInput(CARTS)) as Training;
});

function toInput(label: Label): TrainingInput {
  const rows = 400;
  const times = Float64Array.from({ length: rows }, (_, row) => NOW - 90 * DAY + (row / rows) * 80 * DAY);
  const column = Float64Array.from(times, (_, row) => row % 2);
  const features = FEATURE_HEADS;
  const columns = features.map(() => column);
  const targets = column;
  const apart = new Uint8Array(rows).fill(1);
  const dataset = {
    matrix: { features, rows, columns },
    targets,
    times,
    apart,
    positives: 200,
    negatives: 200,
  };
  return { label, dataset, champion: null, seed: 1 };
}

const NOBODY: Pick<TrainerPorts, 'store' | 'book'> = {
  store: {
    listProfiles: async () => [],
    readLinks: async () => [],
    readVisitor: async () => [],
    readBases: async () => [],
  },
  book: { flush: async () => undefined, touch: () => Promise.reject(new Error('nobody is there')) },
};

type Errand = { readonly label: Label; readonly end: () => void };

/** Nobody is there; what is learned stands in `learned`, and takes until it is told to end. */
async function openTrainer() {
  const rows = new Map<string, Json>();
  const models: ModelBook = await createModelBook({
    store: {
      getRecord: async (...place) => rows.get(place.join()),
      putRecord: async (collection, of, key, value) => rows.set([collection, of, key].join(), value).size > 0,
      deleteRecord: async (...place) => rows.delete(place.join()),
      listRecords: async () => [],
    },
    sites: [],
  });
  const errands: Errand[] = [];
  const learn: TrainerPorts['learn'] = ({ label }, _, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('it was cancelled')));
      errands.push({ label, end: () => resolve({ ...learned, model: { ...learned.model, label } }) });
    });
  const trainer = createTrainer({
    models,
    learn,
    ...NOBODY,
    rulesOf: () => rules,
    now: () => NOW,
    onPromoted: async () => undefined,
  });
  const errand = async (at: number): Promise<Errand> => {
    for (;;) {
      const own = errands[at];
      if (own !== undefined) return own;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await models.putLabel(siteId, CARTS);
  return { models, trainer, errand };
}

describe('a label that is changed while a model of it is trained', () => {
  it('is not served by what learned to foretell something else', async () => {
    const { models, trainer, errand } = await openTrainer();
    const trained = trainer.train(site, 'own');
    const { end } = await errand(0);
    await models.putLabel(siteId, ORDERS);
    end();
    expect(await trained).toMatchObject({ ok: false, code: 'interrupted' });
    expect(models.served(siteId, 'own')).toBeNull();
    expect(models.state(siteId, 'own')).toMatchObject({ label: ORDERS, active: null, lastRun: null });
  });

  it('is trained anew when that is asked for, and not joined to what is under way', async () => {
    const { models, trainer, errand } = await openTrainer();
    const before = trainer.train(site, 'own');
    await errand(0);
    await models.putLabel(siteId, ORDERS);
    const after = trainer.train(site, 'own');
    expect(await before).toMatchObject({ ok: false, code: 'interrupted' });
    (await errand(1)).end();
    expect(await after).toMatchObject({ ok: true });
    expect(models.served(siteId, 'own')?.model.label).toEqual(ORDERS);
  });
});

describe('a training', () => {
  it('is joined by a second one of the same label', async () => {
    const { models, trainer, errand } = await openTrainer();
    const both = [trainer.train(site, 'own'), trainer.train(site, 'own')];
    (await errand(0)).end();
    expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: true }]);
    expect(models.state(siteId, 'own')).toMatchObject({ latest: 1 });
    expect(trainer.progress(siteId, 'own')).toBeNull();
  });

  it('that is asked for after a cancelled one takes place, and whoever waits for that one is told', async () => {
    const { trainer, errand } = await openTrainer();
    const both = [trainer.train(site, 'own'), trainer.train(site, 'own')];
    await errand(0);
    expect(trainer.cancel(siteId, 'own')).toBe(true);
    const anew = trainer.train(site, 'own');
    (await errand(1)).end();
    for (const broken of await Promise.all(both)) expect(broken).toMatchObject({ code: 'interrupted' });
    expect(await anew).toMatchObject({ ok: true });
  });
});

describe('changes of one label that come at once', () => {
  it('are each made of what the one before left', async () => {
    const { models, trainer, errand } = await openTrainer();
    const trained = trainer.train(site, 'own');
    (await errand(0)).end();
    await trained;
    const [first, second] = await Promise.all([
      models.rollBack(siteId, 'own'),
      models.rollBack(siteId, 'own'),
    ]);
    expect([first, second]).toMatchObject([{ value: { active: null } }, { value: { active: 1 } }]);
  });
});
