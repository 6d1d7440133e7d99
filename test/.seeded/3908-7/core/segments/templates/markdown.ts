/** The templates as documentation, so that the page never says something else than the code. */
import { describe } from '../words.ts';
import { FAMILIES, INIT_SETS, TEMPLATES, type Template, type TemplateFamily } from './index.ts';

const TITLES: Readonly<Record<TemplateFamily, string>> = { shop: 'Shop', saas: 'SaaS', content: 'Content' };

/**
 * Markdown: for each family one table for the merchant, and who is meant, word for word.
 * @example templatesMarkdown().startsWith('### Shop') // true
 */
export function templatesMarkdown(): string {
  return FAMILIES.map(familySection).join('\n');
}

function familySection(family: TemplateFamily): string {
  const templates = TEMPLATES[family];
  const rows = templates.map((template) => row(template, INIT_SETS[family].includes(template.key)));
  const exact = templates.map(({ key, when }) => `- \`${key}\`: ${describe(when)}`);
  return [
    `### ${TITLES[family]}`,
    '',
    '| segment | what they want | what to do | moves | answer within |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'Who exactly is meant:',
    '',
    ...exact,
    '',
  ].join('\n');
}

function row({ key, name, want, action, kpi, urgencyHours, needs = [] }: Template, isFirst: boolean): string {
  const waiting = needs.length === 0 ? '' : ` (needs ${needs.join(', ')})`;
  const cells = [
    `${name}<br>\`${key}\`${isFirst ? ' ●' : ''}${waiting}`,
    want,
    action,
    kpi,
    spell(urgencyHours),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** @example spell(0.25) // '15 min' */
function spell(hours: number): string {
  if (hours < 1) return `${hours * 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${hours} h`;
}
