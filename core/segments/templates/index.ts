/** Segments to start from, by family. */
import { CONTENT_TEMPLATES } from './content.ts';
import { SAAS_TEMPLATES } from './saas.ts';
import { SHOP_TEMPLATES } from './shop.ts';
import type { Template, TemplateFamily } from './template.ts';

export { STAGES } from './stages.ts';
export {
  AVAILABLE_NEEDS,
  FAMILIES,
  installable,
  type Need,
  type Template,
  type TemplateFamily,
} from './template.ts';

export const TEMPLATES: Readonly<Record<TemplateFamily, readonly Template[]>> = {
  shop: SHOP_TEMPLATES,
  saas: SAAS_TEMPLATES,
  content: CONTENT_TEMPLATES,
};

/** Keys of the four that a new site starts with: none needs what comes later. */
export const INIT_SETS: Readonly<Record<TemplateFamily, readonly string[]>> = {
  shop: ['repeat-view-without-cart', 'cart-abandoned', 'one-time-buyer-due', 'loyal-at-risk'],
  saas: ['trial-active', 'trial-dormant', 'onboarding-stuck', 'churn-risk'],
  content: ['deep-reader', 'returning-reader', 'searching-reader', 'drifting-reader'],
};

/** @example findTemplate('cart-abandoned')?.kpi // 'conversion' */
export function findTemplate(key: string): Template | undefined {
  return Object.values(TEMPLATES)
    .flat()
    .find((template) => template.key === key);
}
