import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '../../../../core/segments/templates/index.ts';
import { BROWSING } from './stories-browsing.ts';
import { BUYING } from './stories-buying.ts';
import { CONTENT } from './stories-content.ts';
import { SAAS } from './stories-saas.ts';
import { SAAS_EDGES } from './stories-saas-edges.ts';
import { SHOP_EDGES } from './stories-shop-edges.ts';
import { judge, type Kind } from './story.ts';

const STORIES = [...BROWSING, ...BUYING, ...SAAS, ...CONTENT, ...SHOP_EDGES, ...SAAS_EDGES];
const KINDS: readonly Kind[] = ['positive', 'negative', 'near miss'];

describe.each(Object.values(TEMPLATES).flat())('template $key', ({ key }) => {
  const own = STORIES.filter(({ template }) => template === key);

  it.each(own)('$kind: $title', judge);

  it('is told by somebody who is meant, somebody who is not, and somebody who is nearly', () => {
    expect(KINDS.filter((kind) => !own.some((story) => story.kind === kind))).toEqual([]);
    for (const { kind, answers } of own) {
      expect(answers.some(([, holds]) => holds)).toBe(kind === 'positive');
    }
  });
});
