/** Hands the pixel to Shopify's worker: what it does stands in integrations/shopify/storefront/pixel.ts. */
import { register } from '@shopify/web-pixels-extension';
import { startPixel } from '../../../integrations/shopify/storefront/pixel.ts';

register((api) => startPixel(api));
