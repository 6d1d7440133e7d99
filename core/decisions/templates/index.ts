/** Campaigns to start from, by family. */
import type { TemplateFamily } from '../../segments/templates/index.ts';
import { CONTENT_CAMPAIGN_TEMPLATES } from './content.ts';
import { SAAS_CAMPAIGN_TEMPLATES } from './saas.ts';
import { SHOP_PAGE_TEMPLATES } from './shop.ts';
import { SHOP_MAIL_TEMPLATES } from './shop-mail.ts';
import type { CampaignTemplate } from './template.ts';

export {
  type CampaignTemplate,
  draftOf,
  fillableOf,
  needsOf,
  type TemplateValues,
  templateValuesSchema,
} from './template.ts';

export const CAMPAIGN_TEMPLATES: Readonly<Record<TemplateFamily, readonly CampaignTemplate[]>> = {
  shop: [...SHOP_PAGE_TEMPLATES, ...SHOP_MAIL_TEMPLATES],
  saas: SAAS_CAMPAIGN_TEMPLATES,
  content: CONTENT_CAMPAIGN_TEMPLATES,
};

/** @example findCampaignTemplate('cart-reminder')?.draft.channel // 'email' */
export function findCampaignTemplate(key: string): CampaignTemplate | undefined {
  return Object.values(CAMPAIGN_TEMPLATES)
    .flat()
    .find((template) => template.key === key);
}
