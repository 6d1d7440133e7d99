/** The platforms this server carries: one line each. */
import type { Platform } from '../../core/ports.ts';
import { createShopify } from '../../integrations/shopify/platform.ts';
import { createWordPress } from '../../integrations/wordpress/platform.ts';
import { buildConsole } from '../console/build.ts';
import type { Settings } from './settings.ts';

/** Those that the settings connect it to, and WordPress, which any site may be on. */
export function createPlatforms({ shopify }: Pick<Settings, 'shopify'>): readonly Platform[] {
  return [
    createWordPress(),
    ...(shopify === null ? [] : [createShopify({ ...shopify, bundle: () => buildConsole('polaris') })]),
  ];
}
