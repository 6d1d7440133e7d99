/** A new segment, from nothing or from a template. */
import { findTemplate } from '../../../../core/segments/templates/index.ts';
import { aroundOf, NOTHING_AROUND } from '../../view-models/segment-builder.ts';
import { startNode } from '../../view-models/segment-form/change.ts';
import { readForm } from '../../view-models/segment-form/read.ts';
import { TEMPLATE_WORDS } from '../../words/templates.ts';
import { useWords } from '../console.ts';
import { Builder } from './builder.tsx';

/** @param template Its key; null: none. */
export default function NewSegment({ template }: { readonly template: string | null }) {
  const words = useWords(TEMPLATE_WORDS);
  const found = template === null ? undefined : findTemplate(template);
  if (found === undefined)
    return <Builder known={null} around={NOTHING_AROUND} start={(newId) => startNode('event', newId)} />;
  return (
    <Builder
      known={null}
      around={aroundOf({ ...found, ...words[found.key] })}
      start={(newId) => readForm(found.when, newId)}
    />
  );
}
